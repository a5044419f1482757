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

/** @throws MisshapenError where the bundle's list of keys cannot be read */
export function readKeyChain(bundle: Bundle, given: VerifierKey): KeyChain {
  const { keys, statements } = bundle.has(KEYS)
    ? readKeys(readText(bundle.read(KEYS), KEYS))
    : { keys: [], statements: [] }
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

function readKeys(text: string): { keys: readonly VerifierKey[]; statements: readonly Statement[] } {
  const listed = parseJson(text, KEYS)
  if (!isObject(listed) || !isPlainJson(text)) throw new MisshapenError(`${KEYS} is not a line of JSON`)
  const items = objectsIn(listed, 'items')
  const statements = items.flatMap((item) => {
    const statement = optionalTextIn(item, 'statement')
    return statement === undefined ? [] : [readStatement(statement)]
  })
  return { keys: items.map((item) => readVerifierKey(textIn(item, 'verifierKey'))), statements }
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
