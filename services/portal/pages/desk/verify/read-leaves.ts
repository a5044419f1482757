import {
  type GrowingTree,
  HASH_BYTES,
  hashLeaf,
  placesOf,
  sameBytes,
  splitEntries,
  type TilePlace,
  tilePath,
} from './merkle.ts'
import { type Step, type StepName, timed } from './steps.ts'

/** What is asked of the ledger, and nothing else: its answers are believed in nothing. */
export interface LogReader {
  text(path: string): Promise<string>
  bytes(path: string): Promise<Uint8Array>
  /** Undefined where the ledger fails over it. */
  bytesOrNone(path: string): Promise<Uint8Array | undefined>
  json<Answer>(path: string): Promise<Answer>
}

export type Tell = (name: StepName, done: number, total: number) => void

/** What grows while the log is read. */
export interface Growing {
  readonly tree: GrowingTree
  readonly tiles: Tiles
  readonly tell: Tell
}

const AT_ONCE = 6

/** Hashes of a level, by path of their tile. */
type Tiles = Map<string, Uint8Array>

/** Every entry, hashed here and held against the hash that the log has of it. */
export async function readLeaves(reader: LogReader, treeSize: number, { tree, tiles, tell }: Growing): Promise<Step> {
  const step = timed('entries')
  const read = (place: TilePlace) => {
    const leaves = reader.bytes(`/log/${tilePath({ ...place, level: 0 })}`)
    return Promise.all([reader.bytesOrNone(`/log/${tilePath(place)}`), leaves])
  }
  for await (const [place, [bytes, tile]] of readAll(placesOf('entries', treeSize), read)) {
    tiles.set(tilePath({ ...place, level: 0 }), tile)
    const first = place.index * 256 + 1
    const entries = bytes && splitEntries(bytes)
    if (!bytes) step.fault({ code: 'not-given', sequence: first + (await givenOf(reader, place)) })
    else if (entries?.length !== place.width)
      step.fault({ code: 'unreadable', where: tilePath(place), sequence: first })
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

/** In order, some on their way at once. */
export async function* readAll<Bytes>(
  places: readonly TilePlace[],
  read: (place: TilePlace) => Promise<Bytes>,
): AsyncGenerator<readonly [TilePlace, Bytes]> {
  const begun: Promise<Bytes>[] = []
  for (const [index, place] of places.entries()) {
    while (begun.length < Math.min(places.length, index + AT_ONCE)) {
      const next = places[begun.length]
      if (next) begun.push(read(next))
    }
    const bytes = begun[index]
    if (bytes) yield [place, await bytes]
  }
}
