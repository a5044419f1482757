import { expect, it } from 'vitest'
import { cardAddress, groupCode, pagesOf, validityOf } from './card-face.ts'

it('a code is read in groups, and the QR code holds an address whose secret no server sees', () => {
  expect(groupCode('7K3M9QX2TD')).toBe('7K3M-9QX2-TD')
  const address = new URL(cardAddress('https://canbu.example', 'AbC_-123'))
  expect([address.pathname, address.search, address.hash]).toEqual(['/till/', '', '#card=AbC_-123'])
})

it('a card is good from the first day of its windows to the last', () => {
  const windows = [
    { from: '2025-10-01', until: '2025-10-03' },
    { from: '2025-07-25', until: '2025-07-31' },
  ]
  expect(validityOf(windows)).toEqual({ from: '2025-07-25', until: '2025-10-03' })
  expect(validityOf([])).toBeUndefined()
})

it('no card is left out of the last page', () => {
  expect(pagesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(pagesOf([], 10)).toEqual([])
})
