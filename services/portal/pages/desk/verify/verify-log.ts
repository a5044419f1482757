import { type GrowingTree, growTree, sameBytes, type TilePlace, tilePath, tilesOf } from './merkle.ts'
import { type Growing, type LogReader, readAll, readLeaves, type Tell } from './read-leaves.ts'
import {
  type Checkpoint,
  checkpointIn,
  isSignedBy,
  parseNote,
  readVerifierKey,
  type SignedNote,
  toBase64,
  underName,
  type VerifierKey,
} from './signed-note.ts'
import { type Step, type Timed, timed } from './steps.ts'

export interface Asked {
  /** As the auditor has it from elsewhere, or kept it at the first visit. */
  readonly key: string
  /** Signed checkpoints of earlier visits. */
  readonly kept: readonly string[]
}

export interface Verified {
  readonly checkpoint: string
  readonly origin: string
  readonly treeSize: number
  readonly rootHash: string
  readonly steps: readonly Step[]
}

/** Fetches every entry and every tile, hashes them here, and compares with what was signed, with what the log had signed before, and with what was kept. */
export async function verifyLog(reader: LogReader, { key, kept }: Asked, tell: Tell): Promise<Verified> {
  const keys = followKeys(key, await reader.json<ListedKeys>('/v1/log/keys'))
  const content = await reader.text('/log/checkpoint')
  const signature = timed('signature')
  const note = parseNote(content)
  const checkpoint = checkpointIn(content)
  signature.add(1)
  if (!note || !checkpoint) signature.fault({ code: 'not-a-checkpoint' })
  else if (!isSignedByOne(note, checkpoint, keys)) signature.fault({ code: 'not-signed' })
  const steps = [signature.end()]
  if (!checkpoint) return { checkpoint: content, origin: '', treeSize: 0, rootHash: '', steps }

  const tree = growTree()
  const growing = { tree, tell, tiles: new Map() }
  const leaves = await readLeaves(reader, checkpoint.treeSize, growing)
  steps.push(leaves, await compareTiles(reader, checkpoint.treeSize, growing))
  const root = timed('root')
  root.add(1)
  compareRoot(root, tree, checkpoint)
  steps.push(root.end(), await compareArchive(reader, tree, keys, tell), compareKept(kept, tree, keys))
  return { checkpoint: content, ...checkpoint, steps }
}

async function compareTiles(reader: LogReader, treeSize: number, { tree, tiles, tell }: Growing): Promise<Step> {
  const step = timed('tiles')
  const places = tilesOf(treeSize)
  const read = async (place: TilePlace) => tiles.get(tilePath(place)) ?? reader.bytes(`/log/${tilePath(place)}`)
  for await (const [place, bytes] of readAll(places, read)) {
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

function compareKept(kept: readonly string[], tree: GrowingTree, keys: readonly VerifierKey[]): Step {
  const step = timed('kept')
  for (const note of kept) compareNote(step, note, tree, keys)
  return step.end()
}

function compareNote(step: Timed, content: string, tree: GrowingTree, keys: readonly VerifierKey[]): void {
  step.add(1)
  const note = parseNote(content)
  const checkpoint = checkpointIn(content)
  if (!note || !checkpoint) step.fault({ code: 'not-a-checkpoint' })
  else {
    if (!isSignedByOne(note, checkpoint, keys)) step.fault({ code: 'not-signed', sequence: checkpoint.treeSize })
    compareRoot(step, tree, checkpoint)
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
