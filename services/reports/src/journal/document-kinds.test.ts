import { expect, test } from 'vitest'
import { listGoldens, readGolden } from '../../../../shared/contracts/golden/golden-files.ts'
import { documentKinds, formatDocument, parseDocument } from './document-kinds.ts'

test('every event that posts anything has a kind of document of its own, and only one', () => {
  const posting = new Set(
    listGoldens()
      .map(readGolden)
      .filter(({ postings }) => postings.length > 0)
      .map(({ type }) => type),
  )
  expect(posting.size).toBeGreaterThan(20)
  const named: string[] = Object.values(documentKinds).flatMap(({ events }) => [...events])
  expect(named.toSorted()).toEqual([...posting].toSorted())
})

test('a number is read as it was written', () => {
  const series = { division: '632701', year: '2025', kind: 'HX' }
  expect(formatDocument(series, 17)).toBe('632701-2025-HX-17')
  expect(parseDocument('632701-2025-HX-17')).toEqual({ ...series, number: 17 })
  expect(() => parseDocument('632701-2025-HX-07')).toThrow('no document number')
})
