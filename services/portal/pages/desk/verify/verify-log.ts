import {
  type GrowingTree,
  growTree,
  HASH_BYTES,
  hashLeaf,
  placesOf,
  sameBytes,
  splitEntries,
  type TilePlace,
  tilePath,
  tilesOf,
} from './merkle.ts'
import {
  type Checkpoint,
  isSignedBy,
  parseNote,
  readCheckpoint,
  readVerifierKey,
  type SignedNote,
  toBase64,
  underName,
  type VerifierKey,
} from './signed-note.ts'
import { type Step, type StepName, type Timed, timed } from './steps.ts'

/** What is asked of the ledger, and nothing else: its answers are believed in nothing. */
export interface LogReader {
  text(path: string): Promise<string>
  bytes(path: string): Promise<Uint8Array>
  /** Undefined where the ledger fails over it. */
  bytesOrNone(path: string): Promise<Uint8Array | undefined>
  json<Answer>(path: string): Promise<Answer>
}

export interface Asked {
  /** As the auditor has it from elsewhere, or kept it at the first visit. */
  readonly key: string
  /** The signed checkpoint of an earlier visit. */
  readonly kept: string | undefined
}

export interface Verified {
  readonly checkpoint: string
  readonly origin: string
  readonly treeSize: number
  readonly rootHash: string
  readonly steps: readonly Step[]
}

type Tell = (name: StepName, done: number, total: number) => void

const AT_ONCE = 6

/** Fetches every entry and every tile, hashes them here, and compares with what was signed, with what the log had signed before, and with what was kept. */
export async function verifyLog(reader: LogReader, { key, kept }: Asked, tell: Tell): Promise<Verified> {
  const keys = followKeys(key, await reader.json<ListedKeys>('/v1/log/keys'))
  const content = await reader.text('/log/checkpoint')
  const signature = timed('signature')
  const note = parseNote(content)
  const checkpoint = note && readCheckpoint(note)
  signature.add(1)
  if (!note || !checkpoint) signature.fault({ code: 'not-a-checkpoint' })
  else if (!isSignedByOne(note, checkpoint, keys)) signature.fault({ code: 'not-signed' })
  const steps = [signature.end()]
  if (!checkpoint) return { checkpoint: content, origin: '', treeSize: 0, rootHash: '', steps }

  const tree = growTree()
  const leaves = await readLeaves(reader, checkpoint.treeSize, tree, tell)
  steps.push(leaves, await compareTiles(reader, checkpoint.treeSize, tree, tell))
  const root = timed('root')
  root.add(1)
  compareRoot(root, tree, checkpoint)
  steps.push(root.end(), await compareArchive(reader, tree, keys, tell), compareKept(kept, tree, keys))
  return { checkpoint: content, ...checkpoint, steps }
}

async function readLeaves(reader: LogReader, treeSize: number, tree: GrowingTree, tell: Tell): Promise<Step> {
  const step = timed('entries')
  const places = placesOf('entries', treeSize)
  for await (const [place, bytes] of readAll(places, (path) => reader.bytesOrNone(path))) {
    const first = place.index * 256 + 1
    const entries = bytes && splitEntries(bytes)
    if (!bytes) step.fault({ code: 'not-given', sequence: first + (await givenOf(reader, place)) })
    else if (entries?.length !== place.width)
      step.fault({ code: 'unreadable', where: tilePath(place), sequence: first })
    const tile = await reader.bytes(`/log/${tilePath({ ...place, level: 0 })}`)
    for (let offset = 0; offset < place.width; offset += 1) {
      const told = tile.subarray(offset * HASH_BYTES, (offset + 1) * HASH_BYTES)
      const entry = entries?.[offset] ?? new Uint8Array()
      // Of what was not given, the tree goes on with what the log says its hash is.
      const leaf = bytes ? hashLeaf(entry) : told
      const sequence = first + offset
      if (!sameBytes(leaf, told)) step.fault({ code: 'other-leaf', sequence })
      else if (bytes && sequenceOf(entry) !== sequence) step.fault({ code: 'other-sequence', sequence })
      tree.append(leaf)
    }
    step.add(place.width)
    tell('entries', tree.size, treeSize)
  }
  return step.end()
}

/** How many entries from the first one of the bundle on are given: the one after them is the first that is not. */
async function givenOf(reader: LogReader, place: TilePlace): Promise<number> {
  let given = 0
  for (let left = place.width; left > 1; ) {
    const tried = Math.ceil(left / 2)
    const bytes = await reader.bytesOrNone(`/log/${tilePath({ ...place, width: given + tried })}`)
    if (bytes) given += tried
    left = bytes ? left - tried : tried
    if (!bytes && tried === 1) break
  }
  return given
}

/** Undefined where the entry is no event. */
function sequenceOf(entry: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(entry)).sequence
  } catch {
    return undefined
  }
}

async function compareTiles(reader: LogReader, treeSize: number, tree: GrowingTree, tell: Tell): Promise<Step> {
  const step = timed('tiles')
  const places = tilesOf(treeSize)
  for await (const [place, bytes] of readAll(places, (path) => reader.bytes(path))) {
    const own = tree.tileHashes(Number(place.level), place.index * 256, place.width)
    if (!sameBytes(bytes, own)) step.fault({ code: 'other-tile', where: tilePath(place) })
    step.add(1)
    tell('tiles', step.count(), places.length)
  }
  return step.end()
}

function compareRoot(step: Timed, tree: GrowingTree, { treeSize, rootHash }: Checkpoint): void {
  if (treeSize > tree.size) step.fault({ code: 'shorter', sequence: treeSize })
  else if (toBase64(tree.rootAt(treeSize)) !== rootHash) step.fault({ code: 'other-root', sequence: treeSize })
}

interface Archived {
  readonly items: readonly { readonly epoch: number; readonly treeSize: number; readonly note: string }[]
  readonly nextCursor?: string
}

/** Every checkpoint that the log kept on the way is a beginning of this tree. */
async function compareArchive(
  reader: LogReader,
  tree: GrowingTree,
  keys: readonly VerifierKey[],
  tell: Tell,
): Promise<Step> {
  const step = timed('archive')
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: Archived = await reader.json(`/v1/log/checkpoints?limit=1000${after}`)
    for (const { note, treeSize } of page.items) if (treeSize <= tree.size) compareNote(step, note, tree, keys)
    tell('archive', step.count(), step.count())
    cursor = page.nextCursor
  }
  return step.end()
}

function compareKept(kept: string | undefined, tree: GrowingTree, keys: readonly VerifierKey[]): Step {
  const step = timed('kept')
  if (kept !== undefined) compareNote(step, kept, tree, keys)
  return step.end()
}

function compareNote(step: Timed, content: string, tree: GrowingTree, keys: readonly VerifierKey[]): void {
  step.add(1)
  const note = parseNote(content)
  const checkpoint = note && readCheckpoint(note)
  if (!note || !checkpoint) step.fault({ code: 'not-a-checkpoint' })
  else {
    if (!isSignedByOne(note, checkpoint, keys)) step.fault({ code: 'not-signed', sequence: checkpoint.treeSize })
    compareRoot(step, tree, checkpoint)
  }
}

/** In order, some on their way at once. */
async function* readAll<Bytes>(
  places: readonly TilePlace[],
  read: (path: string) => Promise<Bytes>,
): AsyncGenerator<readonly [TilePlace, Bytes]> {
  const begun: Promise<Bytes>[] = []
  for (const [index, place] of places.entries()) {
    while (begun.length < Math.min(places.length, index + AT_ONCE)) {
      const next = places[begun.length]
      if (next) begun.push(read(`/log/${tilePath(next)}`))
    }
    const bytes = begun[index]
    if (bytes) yield [place, await bytes]
  }
}

interface ListedKeys {
  readonly items: readonly { readonly verifierKey: string; readonly statement?: string }[]
}

/** The given key, and those that followed it: each named in a statement that the one before signed. */
function followKeys(given: string, { items }: ListedKeys): VerifierKey[] {
  const first = readVerifierKey(given)
  const trusted = first ? [first] : []
  for (const key of trusted) {
    for (const { statement } of items) {
      const note = statement === undefined ? undefined : parseNote(statement)
      const [name = '', kind, named = ''] = note?.text.split('\n') ?? []
      const next = kind === 'next key' ? readVerifierKey(named) : undefined
      if (!note || !next || !isSignedBy(note, underName(key, name))) continue
      if (!trusted.some((one) => sameBytes(one.publicKey, next.publicKey))) trusted.push(next)
    }
  }
  return trusted
}

function isSignedByOne(note: SignedNote, { origin }: Checkpoint, keys: readonly VerifierKey[]): boolean {
  return keys.some((key) => isSignedBy(note, underName(key, origin)))
}
