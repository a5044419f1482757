import fc from 'fast-check'
import { expect, test } from 'vitest'
import { naiveRoot } from '../bundle.fixture.ts'
import { growTree } from './growing-tree.ts'
import { hashesOf, hashLeaf, rootOfEdge, rootOver, TILE_WIDTH } from './merkle.ts'
import { type TilePlace, tilePath, tilesOf } from './tile-path.ts'

/** Entries and the roots of the trees of the first one, two … eight of them, as the tests of Certificate Transparency have them. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the roots are those that others compute', () => {
  const tree = growTree()
  const grown = entries.map((entry) => {
    tree.append(hashLeaf(Buffer.from(entry, 'hex')))
    return Buffer.from(tree.root()).toString('hex')
  })
  expect(grown).toEqual(roots)
})

const leaf = (number: number): Buffer => Buffer.from(`entry ${number}`)

test('at any size the root is that of the definition, and the tiles are all there and hash to it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_500 }), (size) => {
      const tiles = new Map<string, { place: TilePlace; hashes: Buffer }>()
      const tree = growTree((place, hashes) => tiles.set(tilePath(place), { place, hashes: Buffer.from(hashes) }))
      const leaves = Array.from({ length: size }, (_, number) => leaf(number))
      for (const one of leaves) tree.append(hashLeaf(one))
      tree.finish()
      expect(Buffer.from(tree.root())).toEqual(naiveRoot(leaves))
      const expected = [...tilesOf(size)].filter(({ level }) => level !== 'entries').map(tilePath)
      expect([...tiles.keys()].sort()).toEqual(expected.sort())
      const level0 = [...tiles.values()]
        .filter(({ place }) => place.level === 0)
        .toSorted((a, b) => a.place.index - b.place.index)
      expect(level0.flatMap(({ hashes }) => hashesOf(hashes)).length).toBe(size)
    }),
    { numRuns: 40 },
  )
})

test('a level stands for full tiles of the one below', () => {
  const above = new Map<number | string, Uint8Array[]>()
  const tree = growTree(({ level }, hashes) => {
    above.set(level, [...(above.get(level) ?? []), ...hashesOf(Buffer.from(hashes))])
  })
  for (let number = 0; number < 3 * TILE_WIDTH + 5; number += 1) tree.append(hashLeaf(leaf(number)))
  tree.finish()
  const [leaves = [], full = []] = [above.get(0), above.get(1)]
  expect(full.map((hash) => Buffer.from(hash))).toEqual(
    [0, 1, 2].map((index) => Buffer.from(rootOver(leaves.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)))),
  )
  expect(Buffer.from(rootOfEdge([leaves.slice(3 * TILE_WIDTH), full]))).toEqual(Buffer.from(tree.root()))
})

test.each([
  [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
  [{ level: 3, index: 1_234_067, width: 256 }, 'tile/3/x001/x234/067'],
  [{ level: 'entries', index: 999, width: 7 }, 'tile/entries/999.p/7'],
  [{ level: 1, index: 1_000, width: 17 }, 'tile/1/x001/000.p/17'],
] as const)('%o is %s', (place, path) => {
  expect(tilePath(place)).toBe(path)
})

test('a tree of 70,000 has the tiles that the specification counts', () => {
  const counted = new Map<string, number>()
  for (const { level, width } of tilesOf(70_000)) {
    const kind = `${level} ${width === TILE_WIDTH ? 'full' : width}`
    counted.set(kind, (counted.get(kind) ?? 0) + 1)
  }
  expect(Object.fromEntries(counted)).toEqual({
    ...{ 'entries full': 273, 'entries 112': 1 },
    ...{ '0 full': 273, '0 112': 1, '1 full': 1, '1 17': 1, '2 1': 1 },
  })
})
