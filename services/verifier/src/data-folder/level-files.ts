import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { HASH_BYTES, TILE_WIDTH } from '../tree/merkle.ts'
import type { TilePlace } from '../tree/tile-path.ts'
import type { StoredTiles } from '../tree-check.ts'

/** The tree as a ledger keeps it: a file of hashes for each level, of which a tile is a slice. */
export function openLevelFiles(folder: string): { readonly tiles: StoredTiles; close(): void } {
  const handles = new Map<string, number | undefined>()
  const handleOf = (place: TilePlace): number | undefined => {
    const file = join(folder, fileOf(place))
    if (!handles.has(file)) handles.set(file, existsSync(file) ? openSync(file, 'r') : undefined)
    return handles.get(file)
  }
  return {
    tiles(place) {
      const handle = handleOf(place)
      if (handle === undefined) return undefined
      const from = place.index * TILE_WIDTH * HASH_BYTES
      const bytes = new Uint8Array(Math.max(0, Math.min(place.width * HASH_BYTES, fstatSync(handle).size - from)))
      readSync(handle, bytes, 0, bytes.length, from)
      return bytes
    },
    close() {
      for (const handle of handles.values()) if (handle !== undefined) closeSync(handle)
    },
  }
}

/** How a slice is named in a verdict. */
export function nameOfSlice(place: TilePlace): string {
  return `transparency/${fileOf(place)}, hashes from ${place.index * TILE_WIDTH}`
}

function fileOf({ level }: TilePlace): string {
  return `level-${level}`
}
