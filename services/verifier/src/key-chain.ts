import type { Bundle } from './bundle.ts'
import {
  isObject,
  isPlainJson,
  MisshapenError,
  objectsIn,
  optionalTextIn,
  parseJson,
  readText,
  textIn,
} from './json.ts'
import {
  checkSignature,
  parseNote,
  readVerifierKey,
  type SignedNote,
  underName,
  type VerifierKey,
} from './tree/signed-note.ts'
import { VerificationRefusedError } from './verdict.ts'

const KEYS = 'keys.json'

/** The keys that speak for a log, as far as the given key vouches for them. */
export interface KeyChain {
  /** The given key, and those that followed it: each named in a statement that the one before signed. */
  readonly trusted: readonly VerifierKey[]
  /** Keys that it followed. They may have signed older checkpoints; what they say of the tree is compared with the tree. */
  readonly earlier: readonly VerifierKey[]
}

/** A note by which a key names the one that follows it. */
interface Statement {
  readonly note: SignedNote
  readonly next: VerifierKey
}

/** A key as somebody gave it. @throws VerificationRefusedError where it is none */
export function readKey(vkey: string): VerifierKey {
  try {
    return readVerifierKey(vkey)
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error
    throw new VerificationRefusedError('key-unreadable', error.message)
  }
}

/** A key of the log's list, and the statement by which the one before named it. */
export interface ListedKey {
  readonly verifierKey: string
  readonly statement?: string | undefined
}

/** @throws MisshapenError where the bundle's list of keys cannot be read */
export function readKeyChain(bundle: Bundle, given: VerifierKey): KeyChain {
  return bundle.has(KEYS) ? followKeys(given, readKeys(readText(bundle.read(KEYS), KEYS))) : followKeys(given, [])
}

/** @throws MisshapenError where one of them cannot be read */
export function followKeys(given: VerifierKey, listed: readonly ListedKey[]): KeyChain {
  const keys = listed.map(({ verifierKey }) => readVerifierKey(verifierKey))
  const statements = listed.flatMap(({ statement }) => (statement === undefined ? [] : [readStatement(statement)]))
  const trusted = closure(given, (key) =>
    statements.filter(({ note }) => isStatementOf(note, key)).map(({ next }) => next),
  )
  const known = closure(given, (key) =>
    statements
      .filter(({ next }) => isSame(next, key))
      .flatMap(({ note }) => keys.filter((candidate) => isStatementOf(note, candidate))),
  )
  return { trusted, earlier: known.slice(1) }
}

function closure(given: VerifierKey, from: (key: VerifierKey) => readonly VerifierKey[]): VerifierKey[] {
  const reached = [given]
  for (const key of reached)
    for (const other of from(key)) if (!reached.some((one) => isSame(one, other))) reached.push(other)
  return reached
}

function readKeys(text: string): ListedKey[] {
  const listed = parseJson(text, KEYS)
  if (!isObject(listed) || !isPlainJson(text)) throw new MisshapenError(`${KEYS} is not a line of JSON`)
  return objectsIn(listed, 'items').map((item) => ({
    verifierKey: textIn(item, 'verifierKey'),
    statement: optionalTextIn(item, 'statement'),
  }))
}

/** Its text: the log's name, `next key`, and the key. */
function readStatement(text: string): Statement {
  const note = parseNote(text)
  const [, kind, vkey = ''] = note.text.split('\n')
  if (kind !== 'next key') throw new MisshapenError('a statement of a key says something else')
  return { note, next: readVerifierKey(vkey) }
}

function isStatementOf(note: SignedNote, key: VerifierKey): boolean {
  const [name = ''] = note.text.split('\n')
  return checkSignature(note, underName(key, name)) === 'good'
}

function isSame(a: VerifierKey, b: VerifierKey): boolean {
  return Buffer.compare(a.material, b.material) === 0
}
