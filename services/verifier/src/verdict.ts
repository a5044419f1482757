/** What is checked, in the order in which a verdict tells it. */
export const checks = {
  files: 'every file is there and as it was written',
  signature: 'the checkpoint is signed with the given key',
  entries: 'every entry is canonical and hashes to its leaf',
  tiles: 'every tile holds the hashes that the entries give',
  root: 'the entries give the root that was signed',
  consistency: 'every older checkpoint and stamp is a beginning of this tree',
  witnesses: 'every given witness has signed too',
  order: 'sequence and versions are without a gap',
  postings: 'every posting balances and none overdraws',
  journal: 'the journal has every leg and balance as recomputed',
  cash: 'money lies on the accounts, in transit and held for payments as recomputed',
  settlement: 'what merchants are due and were paid is as recomputed',
  periods: 'months are closed by two persons, and nothing recorded later counts in them',
  reports: 'every figure of every report is as recomputed',
  log: 'the stored events are what the tree was made over',
  readModel: 'the stored postings are as recomputed',
} as const
export type Check = keyof typeof checks

export interface EventPlace {
  readonly sequence: number
  /** What follows is absent where the event cannot be read. */
  readonly stream?: string | undefined
  readonly version?: number | undefined
  readonly type?: string | undefined
}

/** One thing that does not fit. */
export interface Misfit {
  readonly check: Check
  /** File, line, row or field. */
  readonly where: string
  readonly event?: EventPlace
  readonly what: string
}

export interface CheckResult {
  readonly check: Check
  readonly promise: string
  /** `not-checked`: there was nothing to check, or nothing to check it with; `notes` say why. */
  readonly outcome: 'holds' | 'broken' | 'not-checked'
  readonly examined: number
  readonly misfits: number
  readonly notes: readonly string[]
}

export interface Verdict {
  readonly holds: boolean
  /** Of the events that do not fit, the one that the ledger recorded first. */
  readonly firstEvent: Misfit | null
  readonly checks: readonly CheckResult[]
  /** The first of each check, as many as are kept. */
  readonly misfits: readonly Misfit[]
}

/** Collects what the checks find. They go on after a misfit: one broken byte should not hide another. */
export interface Findings {
  examined(check: Check, times?: number): void
  misfit(misfit: Misfit): void
  note(check: Check, text: string): void
  verdict(): Verdict
}

/** Of each check, and of one file or row; what one broken event leads to would fill the screen. */
const KEPT_MISFITS = 100
const KEPT_OF_ONE_PLACE = 5

export function collectFindings(wanted: readonly Check[]): Findings {
  const counts = new Map(wanted.map((check) => [check, { examined: 0, misfits: 0, notes: [] as string[] }]))
  const kept: Misfit[] = []
  const keptOf = new Map<string, number>()
  let firstEvent: Misfit | null = null
  const of = (check: Check) => {
    const known = counts.get(check)
    if (!known) throw new Error(`${check} is not among the checks of this verdict`)
    return known
  }
  const keep = (misfit: Misfit): void => {
    const place = `${misfit.check} ${misfit.where}`
    const [ofCheck = 0, ofPlace = 0] = [keptOf.get(misfit.check), keptOf.get(place)]
    if (ofCheck >= KEPT_MISFITS || ofPlace >= KEPT_OF_ONE_PLACE) return
    keptOf.set(misfit.check, ofCheck + 1).set(place, ofPlace + 1)
    kept.push(misfit)
  }
  return {
    examined(check, times = 1) {
      of(check).examined += times
    },
    misfit(misfit) {
      of(misfit.check).misfits += 1
      const told = { ...misfit, ...(misfit.event && { event: placeOf(misfit.event) }) }
      keep(told)
      if (misfit.event && (firstEvent?.event?.sequence ?? Number.POSITIVE_INFINITY) > misfit.event.sequence)
        firstEvent = told
    },
    note: (check, text) => void of(check).notes.push(text),
    verdict: () => ({
      holds: [...counts.values()].every(({ misfits }) => misfits === 0),
      firstEvent,
      checks: [...counts].map(([check, { examined, misfits, notes }]) => ({
        check,
        promise: checks[check],
        outcome: misfits > 0 ? 'broken' : examined === 0 ? 'not-checked' : 'holds',
        examined,
        misfits,
        notes,
      })),
      misfits: kept,
    }),
  }
}

/** Where an event stands, and nothing of what it says. */
export function placeOf({ sequence, stream, version, type }: EventPlace): EventPlace {
  return { sequence, stream, version, type }
}

export type RefusalCode =
  | 'bundle-unreadable'
  | 'bundle-format-unknown'
  | 'posting-rules-unknown'
  | 'key-unreadable'
  | 'report-missing'
  | 'checkpoint-missing'

/** It cannot be verified at all: not a bundle, a newer format, or posting rules that this verifier does not know. */
export class VerificationRefusedError extends Error {
  override readonly name = 'VerificationRefusedError'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}
