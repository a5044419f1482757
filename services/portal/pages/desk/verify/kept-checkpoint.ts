/** What an auditor keeps of a log on this machine, beyond the session: the key that is believed, and the last checkpoint. Nothing of it is about a person. */
export interface KeptLog {
  readonly key: string
  readonly checkpoint: string
  readonly treeSize: number
  readonly keptAt: string
}

/** One ledger an address. */
const PLACE = 'welfare.kept-checkpoint'

export function readKept(): KeptLog | undefined {
  const text = localStorage.getItem(PLACE)
  return text === null ? undefined : JSON.parse(text)
}

export function keep(kept: KeptLog): void {
  localStorage.setItem(PLACE, JSON.stringify(kept))
}
