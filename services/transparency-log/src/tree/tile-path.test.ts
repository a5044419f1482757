import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTilePlace, type TilePlace } from './tile-path.ts'
import { tileWidth } from './tree-files.ts'

test.each([
  ['000', { index: 0, width: 256 }],
  ['999', { index: 999, width: 256 }],
  ['x001/000', { index: 1_000, width: 256 }],
  ['x001/x234/067', { index: 1_234_067, width: 256 }],
  ['063.p/112', { index: 63, width: 112 }],
  ['x001/234.p/1', { index: 1_234, width: 1 }],
])('%s is the path of a tile', (path, place) => {
  expect(parseTilePlace(path.split('/'))).toEqual(place)
  expect(formatTilePlace(place)).toBe(path)
})

test.each([
  ...['', '0', '00', '0000', 'x000', 'x000/000', 'x000/x001/000', '001/000', 'x001', 'x1/000', 'x001/x234'],
  ...['000.p', '000.p/', '000.p/0', '000.p/01', '000.p/256', '000.p/999', 'x001.p/1/000', '000.p/1/2', '-01', '1e3'],
])('%s is not', (path) => {
  expect(parseTilePlace(path.split('/'))).toBeUndefined()
})

test('every tile has one path', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e12 }), fc.integer({ min: 1, max: 256 }), (index, width) => {
      expect(parseTilePlace(formatTilePlace({ index, width }).split('/'))).toEqual({ index, width })
    }),
  )
})

/** As C2SP tlog-tiles writes it. */
function formatTilePlace({ index, width }: TilePlace): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const groups = padded.match(/\d{3}/g) ?? []
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return width === tileWidth ? path : `${path}.p/${width}`
}
