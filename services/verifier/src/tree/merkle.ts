import { createHash } from 'node:crypto'

export const HASH_BYTES = 32
/** A tile holds so many hashes; each of the next level stands for a full tile. */
export const TILE_WIDTH = 256

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** RFC 9162, 2.1.1: the hash of an entry. */
export function hashLeaf(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(entry).digest()
}

export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest()
}

/** Root over subtrees in order, all full and of one size but the last, which may be smaller. @throws RangeError on none */
export function rootOver(subtrees: readonly Uint8Array[]): Uint8Array {
  const [first] = subtrees
  if (first === undefined) throw new RangeError('a root needs something below it')
  if (subtrees.length === 1) return first
  const split = 2 ** Math.floor(Math.log2(subtrees.length - 1))
  return hashNode(rootOver(subtrees.slice(0, split)), rootOver(subtrees.slice(split)))
}

/** The root of a tree without entries. */
export function emptyRoot(): Buffer {
  return createHash('sha256').digest()
}

export function hashesOf(tile: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let at = 0; at + HASH_BYTES <= tile.length; at += HASH_BYTES) hashes.push(tile.subarray(at, at + HASH_BYTES))
  return hashes
}

/** The root that the tiles at the right edge of a tree give: the partial tile of each level, lowest first; none where it is empty. */
export function rootOfEdge(edge: readonly (readonly Uint8Array[])[]): Uint8Array {
  let below: Uint8Array | undefined
  for (const hashes of edge) {
    if (below === undefined && hashes.length === 0) continue
    below = rootOver(below === undefined ? hashes : [...hashes, below])
  }
  return below ?? emptyRoot()
}
