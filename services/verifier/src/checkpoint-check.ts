import { existsSync, readFileSync } from 'node:fs'
import type { Bundle } from './bundle.ts'
import { MisshapenError, readText } from './json.ts'
import type { KeyChain } from './key-chain.ts'
import {
  type Checkpoint,
  checkSignature,
  parseNote,
  readCheckpoint,
  type SignedNote,
  underName,
  type VerifierKey,
} from './tree/signed-note.ts'
import type { EarlierRoot } from './tree-check.ts'
import { type Findings, VerificationRefusedError } from './verdict.ts'

const CHECKPOINT = 'checkpoint'

/** The checkpoint of the bundle: signed with the key, or one that followed it, and of the tree that the bundle names. What is not signed is not believed. */
export function checkCheckpoint(bundle: Bundle, keys: KeyChain, findings: Findings): Checkpoint {
  const { manifest } = bundle
  const misfit = (what: string): void => findings.misfit({ check: 'signature', where: CHECKPOINT, what })
  const own = { origin: originOf(bundle), treeSize: manifest.treeSize, rootHash: manifest.rootHash }
  findings.examined('signature')
  const read = readNote(noteIn(bundle, CHECKPOINT), misfit)
  if (!read) return own
  const { note, checkpoint } = read
  if (checkpoint.origin !== own.origin) misfit(`it is of ${checkpoint.origin}, the bundle of ${own.origin}`)
  const isSigned = checkLogSignature(note, checkpoint, keys.trusted, manifest.ledger, misfit)
  if (checkpoint.treeSize !== own.treeSize || checkpoint.rootHash !== own.rootHash) {
    const what = `the bundle names a tree of ${own.treeSize} with the root ${own.rootHash}`
    findings.misfit({ check: 'root', where: CHECKPOINT, what })
  }
  return isSigned ? checkpoint : own
}

/** Checkpoints that were kept on the way: each signed, and each a root that this tree once had. */
export function readEarlierCheckpoints(bundle: Bundle, keys: KeyChain, findings: Findings): EarlierRoot[] {
  return bundle.list('checkpoints').flatMap((path) => readEarlier(noteIn(bundle, path), bundle, keys, findings))
}

/** Checkpoints that the auditor kept beside the bundle, as they were saved. */
export function readKeptCheckpoints(
  files: readonly string[],
  bundle: Bundle,
  keys: KeyChain,
  findings: Findings,
): EarlierRoot[] {
  return files.flatMap((file) => {
    if (!existsSync(file)) throw new VerificationRefusedError('checkpoint-missing', `There is no checkpoint ${file}.`)
    return readEarlier({ where: file, bytes: () => readFileSync(file) }, bundle, keys, findings)
  })
}

function readEarlier(
  place: NotePlace,
  { manifest }: Bundle,
  { trusted, earlier }: KeyChain,
  findings: Findings,
): EarlierRoot[] {
  const { where } = place
  const misfit = (what: string): void => findings.misfit({ check: 'consistency', where, what })
  const read = readNote(place, misfit)
  if (!read) return []
  checkLogSignature(read.note, read.checkpoint, [...trusted, ...earlier], manifest.ledger, misfit)
  return [{ ...read.checkpoint, where }]
}

/** Each witness has put a cosignature under the checkpoint itself or, where they signed earlier, under one of those kept. */
export function checkWitnesses(bundle: Bundle, witnesses: readonly VerifierKey[], findings: Findings): void {
  const paths = [CHECKPOINT, ...bundle.list('checkpoints').toSorted(byTreeSize)]
  for (const witness of witnesses) {
    findings.examined('witnesses')
    const misfit = (where: string, what: string): void => findings.misfit({ check: 'witnesses', where, what })
    let signed: number | undefined
    for (const path of paths) {
      const read = readNote(noteIn(bundle, path), () => {})
      const outcome = read ? checkSignature(read.note, witness) : 'absent'
      if (outcome === 'bad') misfit(path, `the cosignature of ${witness.name} is not theirs`)
      if (outcome === 'good') signed = Math.max(signed ?? 0, read?.checkpoint.treeSize ?? 0)
    }
    if (signed === undefined) misfit(CHECKPOINT, `no checkpoint is signed by ${witness.name}`)
    else findings.note('witnesses', `${witness.name} signed a tree of ${signed} events`)
  }
}

function byTreeSize(a: string, b: string): number {
  return Number(a.split('/').at(-1)) - Number(b.split('/').at(-1))
}

interface ReadNote {
  readonly note: SignedNote
  readonly checkpoint: Checkpoint
}

interface NotePlace {
  readonly where: string
  bytes(): Uint8Array
}

function noteIn(bundle: Bundle, path: string): NotePlace {
  return { where: path, bytes: () => bundle.read(path) }
}

function readNote({ where, bytes }: NotePlace, misfit: (what: string) => void): ReadNote | undefined {
  try {
    const note = parseNote(readText(bytes(), where))
    return { note, checkpoint: readCheckpoint(note) }
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error
    misfit(error.message)
    return undefined
  }
}

/** After a restore the ledger signs under the name of its new epoch, with the same key. */
export function checkLogSignature(
  note: SignedNote,
  { origin }: Checkpoint,
  keys: readonly VerifierKey[],
  ledger: string,
  misfit: (what: string) => void,
): boolean {
  if (!origin.startsWith(`welfare-ledger/${ledger}/`)) {
    misfit(`${origin} is not the log of the ledger ${ledger}`)
    return false
  }
  const outcomes = keys.map((key) => checkSignature(note, underName(key, origin)))
  const isGood = outcomes.includes('good') && !outcomes.includes('bad')
  if (outcomes.includes('bad')) misfit('it bears the name of the given key, and is not signed with it')
  else if (!isGood) misfit('it is not signed with the given key')
  return isGood
}

function originOf({ manifest: { ledger, epoch } }: Bundle): string {
  return `welfare-ledger/${ledger}/${epoch}`
}
