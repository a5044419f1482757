import { expect, it } from 'vitest'
import {
  countedLines,
  goodsIn,
  newestCorrection,
  openShortages,
  piecesIn,
  stillLost,
  takenBack,
} from './told-events.ts'

it('what is taken back is told by what took it back; what is corrected stands', () => {
  const events = [
    { id: 'c.9', type: 'ReceiptCorrected', data: { corrects: 'c.3' } },
    { id: 'c.8', type: 'DispatchReversed', data: { corrects: 'd.5' } },
    { id: 'd.9', type: 'TransferReversalReceived', data: { transfer: 'd.6', reversal: 'e.4' } },
    { id: 'e.4', type: 'TransferReversed', data: { corrects: 'd.6' } },
    { id: 'e.3', type: 'TransferAnnounced', data: { transfer: 'd.6' } },
    { id: 'd.6', type: 'GoodsTransferred', data: {} },
    { id: 'd.7', type: 'PackingReversed', data: { corrects: 'd.4', lot: 'd.4', quantity: 5 } },
    { id: 'd.4', type: 'KitsPacked', data: { quantity: 5 } },
    { id: 'c.3', type: 'ConsignmentReceived', data: {} },
    { id: 'c.2', type: 'ConsignmentDispatched', data: { dispatch: 'd.5' } },
    { id: 'c.1', type: 'ConsignmentPlanned', data: {} },
  ]
  expect([...takenBack(events)].sort()).toEqual(['c.2', 'd.4', 'd.6', 'e.3'])
})

it('of several corrections of an entry the newest holds; what takes it back is none', () => {
  const correction = (id: string, corrects: string) => ({ id, type: 'GoodsReceiptCorrected', data: { corrects } })
  const receipt = { id: 'd.2', type: 'GoodsReceived', data: {} }
  const events = [correction('d.9', 'd.3'), correction('d.8', 'd.2'), correction('d.7', 'd.2'), receipt]
  expect(newestCorrection(receipt, events)?.id).toBe('d.8')
  const count = { id: 'd.4', type: 'StockCounted', data: {} }
  const reversal = { id: 'd.5', type: 'CountLossReversed', data: { corrects: 'd.4' } }
  expect(newestCorrection(count, [reversal, count])).toBeUndefined()
})

it('a packing is taken back when nothing of it is left', () => {
  const packed = { id: 'd.4', type: 'KitsPacked', data: { quantity: 5 } }
  const unpacked = { id: 'd.5', type: 'KitsUnpacked', data: { lot: 'd.4', quantity: 2 } }
  const reversed = { id: 'd.6', type: 'PackingReversed', data: { corrects: 'd.4', lot: 'd.4', quantity: 2 } }
  const rest = { id: 'd.7', type: 'PackingReversed', data: { corrects: 'd.4', lot: 'd.4', quantity: 1 } }
  expect([...takenBack([reversed, unpacked, packed])]).toEqual([])
  expect([...takenBack([rest, reversed, unpacked, packed])]).toEqual(['d.4'])
})

it('an event speaks of its lines, or of one thing', () => {
  const lines = [
    { commodity: 'item-1', lot: 'd.2', quantity: 3 },
    { commodity: 'item-1', lot: 'd.3', quantity: 4 },
  ]
  expect([goodsIn({ data: { lines } }), piecesIn({ data: { lines } })]).toEqual([['item-1'], 7])
  expect([goodsIn({ data: { commodity: 'item-2' } }), piecesIn({ data: { quantity: 0 } })]).toEqual([['item-2'], 0])
  expect([goodsIn({ data: {} }), piecesIn({ data: {} })]).toEqual([[], undefined])
})

it('a count says what its last correction of each lot says', () => {
  const line = (lot: string, quantity: number) => ({ commodity: 'item-1', lot, quantity })
  const count = {
    ...{ id: 'd.5', type: 'StockCounted' },
    data: {
      lines: [
        { ...line('d.2', 8), booked: 10 },
        { ...line('d.3', 5), booked: 5 },
      ],
    },
  }
  const correction = (corrects: string, quantity: number) => ({
    ...{ id: 'd.6', type: 'StockCountCorrected' },
    data: { corrects, lines: [line('d.2', quantity)] },
  })
  const events = [correction('d.5', 9), correction('d.4', 1), correction('d.5', 7), count]
  expect(countedLines(count, events)).toEqual([
    { ...line('d.2', 9), booked: 10 },
    { ...line('d.3', 5), booked: 5 },
  ])
})

it('of a shortage is left what nobody confirmed as lost, of a loss what was not found again', () => {
  const lines = (quantity: number) => [{ commodity: 'item-1', lot: 'd.2', quantity }]
  const count = { id: 'd.5', type: 'StockCounted', data: { lines: [{ ...lines(4)[0], booked: 10 }] } }
  const confirmed = (id: string, quantity: number) => ({
    ...{ id, type: 'CountLossConfirmed' },
    data: { count: 'd.5', lines: lines(quantity) },
  })
  const [first, second] = [confirmed('d.6', 2), confirmed('d.7', 3)]
  const reversed = { id: 'd.8', type: 'CountLossReversed', data: { corrects: 'd.7', lines: lines(3) } }
  const found = { id: 'd.9', type: 'GoodsFoundAgain', data: { loss: 'd.6', lines: lines(1) } }
  const left = (pieces: number) => [{ commodity: 'item-1', lot: 'd.2', left: pieces }]
  expect(openShortages(count, [second, first, count])).toEqual(left(1))
  expect(openShortages(count, [reversed, second, first, count])).toEqual(left(4))
  expect(stillLost(first, [first, count])).toEqual(left(2))
  expect(stillLost(first, [found, first, count])).toEqual(left(1))
  expect(stillLost(first, [found, { ...found, id: 'd.10' }, first, count])).toEqual([])
})
