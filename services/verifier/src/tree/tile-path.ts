import { TILE_WIDTH } from './merkle.ts'

export interface TilePlace {
  /** `entries`: the bundle of the entries below the tile of level 0. */
  readonly level: number | 'entries'
  readonly index: number
  /** Hashes or entries in it; 256 in a full one. */
  readonly width: number
}

/** C2SP tlog-tiles: `tile/0/x001/234`, `tile/0/x001/235.p/17`, `tile/entries/000`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const groups = padded.match(/.{3}/g) ?? []
  const nested = groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/')
  return `tile/${level}/${nested}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Every tile and bundle of a tree, level by level; the last of each may be partial. */
export function* tilesOf(treeSize: number): Generator<TilePlace> {
  yield* tilesOfLevel('entries', treeSize)
  let hashes = treeSize
  for (let level = 0; hashes > 0; level += 1) {
    yield* tilesOfLevel(level, hashes)
    hashes = Math.floor(hashes / TILE_WIDTH)
  }
}

function* tilesOfLevel(level: TilePlace['level'], members: number): Generator<TilePlace> {
  for (let index = 0; index * TILE_WIDTH < members; index += 1)
    yield { level, index, width: Math.min(TILE_WIDTH, members - index * TILE_WIDTH) }
}
