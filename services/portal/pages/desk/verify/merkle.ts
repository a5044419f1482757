import { sha256 } from '@noble/hashes/sha2.js'

/** Hashes in a tile, entries in a bundle: C2SP tlog-tiles. */
const TILE_WIDTH = 256
export const HASH_BYTES = 32

/** RFC 9162, 2.1: of one entry. */
export function hashLeaf(entry: Uint8Array): Uint8Array {
  return sha256.create().update(LEAF).update(entry).digest()
}

function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(NODE).update(left).update(right).digest()
}

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** A tree that grows leaf by leaf and knows the root of every size that it has had. */
export interface GrowingTree {
  readonly size: number
  append(leaf: Uint8Array): void
  /** @param size at most that of the tree; above 0 */
  rootAt(size: number): Uint8Array
  /** Hashes of one level, `count` of them from `first` on; a level stands for 256 times as many leaves as the one below, as tiles do. */
  tileHashes(level: number, first: number, count: number): Uint8Array
}

export function growTree(): GrowingTree {
  /** By height: the hash of every perfect subtree that is complete. */
  const levels: Uint8Array[][] = [[]]

  function levelAt(height: number): Uint8Array[] {
    const known = levels[height] ?? []
    levels[height] = known
    return known
  }

  return {
    get size() {
      return levelAt(0).length
    },
    append(leaf) {
      levelAt(0).push(leaf)
      for (let height = 0; levelAt(height).length % 2 === 0; height += 1) {
        const [left, right] = levelAt(height).slice(-2)
        if (!left || !right) return
        levelAt(height + 1).push(hashNode(left, right))
      }
    },
    rootAt(size) {
      if (size < 1 || size > levelAt(0).length) throw new RangeError(`the tree never had ${size} leaves`)
      // The perfect subtrees that the size is made of, from the smallest: each is the left sibling of what follows it.
      let root: Uint8Array | undefined
      for (let height = 0, left = size; left > 0; height += 1, left = Math.floor(left / 2)) {
        if (left % 2 === 0) continue
        const hash = levelAt(height)[left - 1]
        if (!hash) throw new RangeError(`no subtree of height ${height}`)
        root = root ? hashNode(hash, root) : hash
      }
      if (!root) throw new RangeError('an empty tree has no root here')
      return root
    },
    tileHashes(level, first, count) {
      const hashes = levelAt(level * 8).slice(first, first + count)
      const bytes = new Uint8Array(hashes.length * HASH_BYTES)
      for (const [index, hash] of hashes.entries()) bytes.set(hash, index * HASH_BYTES)
      return bytes
    },
  }
}

export interface TilePlace {
  readonly level: number | 'entries'
  readonly index: number
  /** Hashes or entries in it; 256 in a full one. */
  readonly width: number
}

/** `tile/0/x001/234`, `tile/0/x001/235.p/17`, `tile/entries/000`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const nested = groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/')
  return `tile/${level}/${nested}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

export function placesOf(level: TilePlace['level'], members: number): TilePlace[] {
  return Array.from({ length: Math.ceil(members / TILE_WIDTH) }, (_, index) => ({
    level,
    index,
    width: Math.min(TILE_WIDTH, members - index * TILE_WIDTH),
  }))
}

/** Every tile of hashes of a tree, level by level. */
export function tilesOf(treeSize: number): TilePlace[] {
  const places: TilePlace[] = []
  for (let level = 0, hashes = treeSize; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH))
    places.push(...placesOf(level, hashes))
  return places
}

/** Each entry after its length in two bytes, the higher first. Undefined where the bytes are not made so. */
export function splitEntries(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return undefined
    const end = at + 2 + view.getUint16(at)
    if (end > bytes.length) return undefined
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
