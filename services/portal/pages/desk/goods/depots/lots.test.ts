import { expect, it } from 'vitest'
import { daysLeft, lotsOf } from './lots.ts'

it('what expires first stands on top; what does not, last', () => {
  const water = { commodity: 'item-1', quantity: 30 }
  const stock = [
    {
      ...water,
      lots: [
        { lot: 'depot-1.2', quantity: 10 },
        { lot: 'depot-1.3', quantity: 20, expiresOn: '2025-09-01' },
      ],
    },
    { commodity: 'item-2', quantity: 5, lots: [{ lot: 'depot-1.4', quantity: 5, expiresOn: '2025-08-01' }] },
  ]
  expect(lotsOf({ stock }).map(({ lot }) => lot)).toEqual(['depot-1.4', 'depot-1.3', 'depot-1.2'])
})

it('days are counted to the last day on which it may be given out', () => {
  expect(daysLeft({ expiresOn: '2025-08-01' }, '2025-07-25')).toBe(7)
  expect(daysLeft({ expiresOn: '2025-07-25' }, '2025-07-25')).toBe(0)
  expect(daysLeft({ expiresOn: '2025-07-20' }, '2025-07-25')).toBe(-5)
  expect(daysLeft({ expiresOn: undefined }, '2025-07-25')).toBeUndefined()
})

it('as many kits may be taken apart as were packed here and still stand here', () => {
  const lots = [
    { lot: 'depot-1.2', quantity: 3, packed: 5 },
    { lot: 'depot-1.3', quantity: 8, packed: 5 },
    { lot: 'depot-1.4', quantity: 8 },
  ]
  expect(lotsOf({ stock: [{ commodity: 'kit-1@1', quantity: 19, lots }] }).map((lot) => lot.unpackable)).toEqual([
    3, 5, 0,
  ])
})
