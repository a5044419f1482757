import { createHash } from 'node:crypto'
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeFolder } from '../log.fixture.ts'
import { hashLeaf } from './merkle-hashes.ts'
import { isIncluded } from './merkle-proofs.fixture.ts'
import { isConsistent, proveConsistency, proveInclusion, rootAt } from './merkle-proofs.ts'
import { hashesAt, openTreeReader, openTreeWriter, type TreeWriter } from './tree-files.ts'

/** MTH of RFC 9162, 2.1.1, word for word and by other means than the code under test. */
function naiveRoot(entries: readonly Buffer[]): string {
  if (entries.length === 0) return sha256()
  const [first] = entries
  if (first && entries.length === 1) return sha256(Buffer.from([0]), first)
  const split = 2 ** (Math.ceil(Math.log2(entries.length)) - 1)
  const [left, right] = [naiveRoot(entries.slice(0, split)), naiveRoot(entries.slice(split))]
  return sha256(Buffer.from([1]), Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))
}

function sha256(...parts: readonly Buffer[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const entries = Array.from({ length: 1_400 }, (_, index) => Buffer.from(`entry ${index}`))
const wholeRoot = naiveRoot(entries)

function makeTree(size: number, batches: readonly number[] = [size]): TreeWriter {
  const tree = openTreeWriter(makeFolder())
  onTestFinished(() => tree.close())
  let at = 0
  for (const count of batches) {
    const taken = entries.slice(at, Math.min(size, at + count))
    tree.append(taken.map(hashLeaf))
    at += taken.length
  }
  return tree
}

describe('known trees', () => {
  // Entries and roots that Certificate Transparency's implementations test against one another.
  const inputs = [
    ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  ].map((hex) => Buffer.from(hex, 'hex'))
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]

  test('of zero to eight entries have the roots that everybody knows', () => {
    const tree = makeTree(0)
    tree.append(inputs.map(hashLeaf))
    expect(roots.map((_, size) => rootAt(tree, size).toString('hex'))).toEqual(roots)
  })
})

describe('a tree', () => {
  test('in batches of any sizes, asked at any size, has the naive root', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 1_400 }), { minLength: 1, maxLength: 6 }),
        (batches, sizes) => {
          const size = Math.min(
            entries.length,
            batches.reduce((sum, count) => sum + count, 0),
          )
          const tree = makeTree(size, batches)
          expect(tree.size).toBe(size)
          for (const asked of sizes.filter((one) => one <= size)) {
            expect(rootAt(tree, asked).toString('hex')).toBe(naiveRoot(entries.slice(0, asked)))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('proves every entry of every small tree, and nothing else', () => {
    const tree = makeTree(40)
    for (let size = 1; size <= 40; size += 1) {
      const root = rootAt(tree, size)
      for (let index = 0; index < size; index += 1) {
        const proof = proveInclusion(tree, index, size)
        const claim = { leafHash: tree.hashes(0, index, 1), index, size, proof, root }
        expect(isIncluded(claim)).toBe(true)
        expect(isIncluded({ ...claim, leafHash: hashLeaf(Buffer.from('other')) })).toBe(false)
        expect(isIncluded({ ...claim, proof: [...proof, root] })).toBe(false)
        expect(isIncluded({ ...claim, index: size })).toBe(false)
        if (proof.length > 0) expect(isIncluded({ ...claim, proof: proof.slice(1) })).toBe(false)
        if (size > 1) expect(isIncluded({ ...claim, index: (index + 1) % size })).toBe(false)
      }
    }
  })

  test('proves that it extends every smaller one, and no other', () => {
    const tree = makeTree(40)
    const other = hashLeaf(Buffer.from('other'))
    for (let to = 1; to <= 40; to += 1) {
      for (let from = 0; from <= to; from += 1) {
        const proof = proveConsistency(tree, from, to)
        const claim = { from, fromRoot: rootAt(tree, from), to, toRoot: rootAt(tree, to), proof }
        expect(isConsistent(claim)).toBe(true)
        expect(isConsistent({ ...claim, fromRoot: other })).toBe(false)
        expect(isConsistent({ ...claim, proof: [...proof, other] })).toBe(false)
        if (from > 0) expect(isConsistent({ ...claim, toRoot: other })).toBe(false)
        if (proof.length > 0) expect(isConsistent({ ...claim, proof: proof.slice(1) })).toBe(false)
      }
    }
  })

  test('of more than a tile proves entries and extensions across tiles', () => {
    const tree = makeTree(1_400, [255, 1, 1, 600, 543])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_400 }), fc.nat(), (size, seed) => {
        const index = seed % size
        const root = rootAt(tree, size)
        const claim = { leafHash: hashLeaf(Buffer.from(`entry ${index}`)), index, size, root }
        expect(isIncluded({ ...claim, proof: proveInclusion(tree, index, size) })).toBe(true)
        const proof = proveConsistency(tree, index, size)
        expect(isConsistent({ from: index, fromRoot: rootAt(tree, index), to: size, toRoot: root, proof })).toBe(true)
      }),
    )
  })
})

describe('the files of a tree', () => {
  test('hold on each level the roots over 256 hashes below', () => {
    const tree = makeTree(1_400)
    expect(hashesAt(1, 1_400)).toBe(5)
    expect(tree.hashes(1, 3, 1).toString('hex')).toBe(naiveRoot(entries.slice(768, 1_024)))
    expect(() => tree.hashes(1, 5, 1)).toThrow('ends before hash 6')
  })

  test('cut back and extended again are the same', () => {
    const tree = makeTree(1_400)
    const root = rootAt(tree, 1_400)
    for (const size of [1_300, 1_024, 1_023, 256, 255, 0]) {
      tree.truncate(size)
      tree.append(entries.slice(size).map(hashLeaf))
      expect(rootAt(tree, 1_400)).toEqual(root)
    }
  })

  test('found as a crash may leave them are cut to what is whole', () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_400 }), cut, cut, (size, lowerPart, upperPart) => {
        const folder = makeFolder()
        const tree = openTreeWriter(folder)
        tree.append(entries.slice(0, size).map(hashLeaf))
        tree.close()
        const lengths = [Math.floor(lowerPart * size * 32), Math.floor(upperPart * hashesAt(1, size) * 32)]
        for (const [level, length] of lengths.entries()) truncateSync(join(folder, `level-${level}`), length)
        const reopened = openTreeWriter(folder)
        const [leaves = 0, roots = 0] = lengths.map((length) => Math.floor(length / 32))
        expect(reopened.size).toBe(Math.min(leaves, roots * 256 + 255))
        reopened.append(entries.slice(reopened.size).map(hashLeaf))
        expect(rootAt(reopened, 1_400).toString('hex')).toBe(wholeRoot)
        reopened.close()
      }),
      { numRuns: 30 },
    )
  })

  test('are read by others while they grow', () => {
    const folder = makeFolder()
    const tree = openTreeWriter(folder)
    const reader = openTreeReader(folder)
    onTestFinished(() => {
      tree.close()
      reader.close()
    })
    tree.append(entries.slice(0, 700).map(hashLeaf))
    expect(rootAt(reader, 700)).toEqual(rootAt(tree, 700))
    tree.append(entries.slice(700).map(hashLeaf))
    expect(rootAt(reader, 1_400).toString('hex')).toBe(wholeRoot)
    expect(rootAt(reader, 700)).toEqual(rootAt(tree, 700))
  })
})
