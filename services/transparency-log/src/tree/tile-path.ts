import { tileWidth } from './tree-files.ts'

/** Which slice of a level: `width` hashes, or entries, from number `index · 256`. */
export interface TilePlace {
  readonly index: number
  readonly width: number
}

/** Segments of a path below `/log/tile/<L>/` and `/log/tile/entries/`: two groups of the index, and the width of a partial tile. */
export const maxTileSegments = 3

/** C2SP tlog-tiles: `x001/x234/067` and `x001/234.p/8`. Undefined for what the specification does not write. */
export function parseTilePlace(segments: readonly string[]): TilePlace | undefined {
  const [, groups = '', last = '', width] =
    /^((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(segments.join('/')) ?? []
  const place = {
    index: Number(groups.replaceAll(/[x/]/g, '') + last),
    width: width === undefined ? tileWidth : Number(width),
  }
  const isCanonical = last !== '' && !groups.startsWith('x000/') && (width === undefined || place.width < tileWidth)
  return isCanonical && Number.isSafeInteger(place.index) ? place : undefined
}
