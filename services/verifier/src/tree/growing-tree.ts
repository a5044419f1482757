import { HASH_BYTES, hashesOf, rootOfEdge, rootOver, TILE_WIDTH } from './merkle.ts'
import type { TilePlace } from './tile-path.ts'

/** A Merkle tree that is only ever appended to: it keeps one unfinished tile a level, however large it grows. */
export interface GrowingTree {
  readonly size: number
  append(leafHash: Uint8Array): void
  root(): Uint8Array
  /** Hands out the unfinished tiles; nothing may be appended after it. */
  finish(): void
}

/** @param onTile told each tile once, when it is full or at `finish` */
export function growTree(onTile: (place: TilePlace, hashes: Uint8Array) => void = () => {}): GrowingTree {
  const levels: Level[] = []
  let size = 0

  function push(number: number, hash: Uint8Array): void {
    const level = levels[number] ?? { tile: new Uint8Array(TILE_WIDTH * HASH_BYTES), width: 0, index: 0 }
    levels[number] = level
    level.tile.set(hash, level.width * HASH_BYTES)
    level.width += 1
    if (level.width < TILE_WIDTH) return
    onTile({ level: number, index: level.index, width: TILE_WIDTH }, level.tile)
    const above = rootOver(hashesOf(level.tile))
    level.width = 0
    level.index += 1
    push(number + 1, above)
  }

  return {
    get size() {
      return size
    },
    append(leafHash) {
      push(0, leafHash)
      size += 1
    },
    root: () => rootOfEdge(levels.map(({ tile, width }) => hashesOf(tile.subarray(0, width * HASH_BYTES)))),
    finish() {
      for (const [level, { tile, width, index }] of levels.entries())
        if (width > 0) onTile({ level, index, width }, tile.subarray(0, width * HASH_BYTES))
    },
  }
}

interface Level {
  readonly tile: Uint8Array
  width: number
  index: number
}
