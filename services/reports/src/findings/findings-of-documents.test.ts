import { describe, expect, test } from 'vitest'
import { type History, idOf } from '../history.fixture.ts'
import {
  depot,
  FIRST_MEAL,
  findingsOf,
  fund,
  history,
  type MealOf,
  mealData,
  mealsOn,
  merchants,
  programme,
  walletOf,
} from './findings.fixture.ts'
import { findingsThresholds } from './findings-thresholds.ts'

describe('one slip for two people', () => {
  const twice = (more: (index: number) => Partial<MealOf>): MealOf[] =>
    [0, 1].map((index) => ({ at: `12:0${index}:00`, worker: index, ...more(index) }))
  const paper = (number: string) => ({ kind: 'slip', number })

  test.each([
    ['of a till', twice(() => ({ slip: 7 })), { slip: 'till-slip', number: 'till-1/7' }],
    ['of a till, for one person', twice(() => ({ slip: 7, worker: 1 })), { slip: 'till-slip', number: 'till-1/7' }],
    ['of a paper', twice((index) => ({ document: paper(['No. 12', 'NO-12'][index] ?? '') })), { slip: 'slip' }],
  ])('%s', (_, meals, facts) => {
    expect(findingsOf(mealsOn('2025-08-01', meals))).toMatchObject([
      { kind: 'same-slip', merchant: merchants[0], facts, events: [{ sequence: FIRST_MEAL }, {}] },
    ])
  })

  test.each([
    ['two numbers', twice((slip) => ({ slip: slip + 1 }))],
    ['a till that counts none', twice(() => ({ slip: 0 }))],
    ['two tills', twice((index) => ({ slip: 7, device: `till-${index}` }))],
    ['two merchants', twice((merchant) => ({ document: paper('12'), merchant }))],
    ['one person', twice(() => ({ document: paper('12'), worker: 1 }))],
  ])('%s: none', (_, meals) => {
    expect(findingsOf(mealsOn('2025-08-01', meals))).toEqual([])
  })

  test('a meal that was taken back leaves its number free', () => {
    const events = history('meal', (play) => {
      play.meal('2025-08-01', { at: '12:00:00', slip: 7 })
      play.reverse('2025-08-01', '0', 1)
      play.meal('2025-08-01', { at: '12:05:00', slip: 7, worker: 1 })
    })
    expect(findingsOf(events)).toEqual([])
  })
})

describe('the same paper twice', () => {
  const donation = (receiptNumber: string) => ({
    receiptNumber,
    donor: { kind: 'individual' as const },
    receivedOn: '2025-08-01',
    shares: [{ fund, amountFen: 5 }],
    availableAfterFen: 5,
  })
  const goods = (number: number, receiptNumber: string) => ({
    commodity: idOf('item', number),
    lot: `${depot}.1`,
    quantity: 1,
    source: { kind: 'purchase' as const, fund, invoiceNumber: `I-${receiptNumber}` },
    receiptNumber,
    receivedOn: '2025-08-01',
  })
  const paper = { kind: 'minutes', number: '7' }

  test('one receipt for two donations, with a third later', () => {
    const events = history('meal', ({ add }) => {
      for (const number of ['R-1', 'R-2', 'R-1', 'R-1']) add(fund, 'DonationReceived', donation(number), '2025-08-01')
    })
    expect(findingsOf(events)).toMatchObject([
      { kind: 'same-paper', facts: { paper: 'donation-receipt', number: 'R-1' }, thresholds: null, eventCount: 3 },
    ])
    expect(findingsOf(events, { at: `${FIRST_MEAL + 2}` })).toMatchObject([{ eventCount: 2, division: '630000' }])
  })

  test('one receipt and invoice for the same goods; other goods may stand on it too', () => {
    const events = history('meal', ({ add }) => {
      for (const number of [1, 2, 1]) add(depot, 'GoodsReceived', goods(number, 'G-1'), '2025-08-01')
    })
    expect(findingsOf(events).map(({ facts }) => facts)).toEqual([
      { paper: 'goods-receipt', number: 'G-1' },
      { paper: 'invoice', number: 'I-G-1' },
    ])
  })

  test('one receipt written twice, for two funds', () => {
    const events = history('meal', ({ add }) => {
      add(fund, 'DonationReceived', donation('GH-2025 007'), '2025-08-01')
      const shares = [{ fund: idOf('fund', 2), amountFen: 5 }]
      add(idOf('fund', 2), 'DonationReceived', { ...donation('gh2025007'), shares }, '2025-08-01')
    })
    expect(findingsOf(events)).toMatchObject([{ kind: 'same-paper', facts: { number: 'gh2025007' }, eventCount: 2 }])
  })

  test('a donation that was corrected leaves its number to the right one, and one taken back to anybody', () => {
    const reversal = (corrects: string) => {
      const shares = [{ fund, amountFen: 5 }]
      return { corrects, receiptNumber: 'R-1', shares, reason: 'mistake', availableAfterFen: 5 }
    }
    const play = (reverses: boolean) =>
      history('meal', ({ add }) => {
        const together = { commandId: 'correction' }
        const wrong = add(fund, 'DonationReceived', donation('R-1'), '2025-08-01')
        const correctedFrom = `${fund}.${wrong.version}`
        const right = { ...donation('R-1'), correctedFrom }
        const { version } = add(fund, 'DonationReceived', right, '2025-08-01', together)
        add(fund, 'DonationReversed', reversal(correctedFrom), '2025-08-01', together)
        if (reverses) add(fund, 'DonationReversed', reversal(`${fund}.${version}`), '2025-08-02')
        add(fund, 'DonationReceived', donation('R-1'), '2025-08-02')
      })
    expect(findingsOf(play(true))).toEqual([])
    expect(findingsOf(play(false))).toMatchObject([{ kind: 'same-paper', eventCount: 2 }])
  })

  test('goods that were corrected stand on their right number, and on none when they were nothing', () => {
    const lot = (number: number) => `${depot}.${number + 1}`
    const correction = (number: number, receiptNumber: string, quantity: number) => {
      const { commodity, receivedOn } = goods(1, '')
      const what = { corrects: lot(number), commodity, lot: lot(number), quantity, difference: quantity - 1 }
      return { ...what, receiptNumber, receivedOn, reason: 'mistake' }
    }
    const play = (quantity: number, corrected: string, next: string) =>
      history('meal', ({ add }) => {
        add(depot, 'GoodsReceived', { ...goods(1, 'G-1'), lot: lot(1) }, '2025-08-01')
        add(depot, 'GoodsReceiptCorrected', correction(1, corrected, quantity), '2025-08-02')
        add(depot, 'GoodsReceived', { ...goods(1, next), lot: lot(2) }, '2025-08-03')
      })
    expect(findingsOf(play(0, 'G-1', 'G-1'))).toEqual([])
    expect(findingsOf(play(2, 'G-2', 'G-1'))).toEqual([])
    expect(findingsOf(play(2, 'G-2', 'G-2'))).toMatchObject([{ facts: { paper: 'goods-receipt', number: 'G-2' } }])
  })

  test('a document in the metadata, but not of the events of one command', () => {
    const one = history('meal', ({ add }) => {
      for (const number of ['R-1', 'R-2'])
        add(fund, 'DonationReceived', donation(number), '2025-08-01', { document: paper, commandId: 'same' })
    })
    expect(findingsOf(one)).toEqual([])
    const two = history('meal', ({ add }) => {
      for (const number of ['R-1', 'R-2'])
        add(fund, 'DonationReceived', donation(number), '2025-08-01', { document: paper })
    })
    expect(findingsOf(two)).toMatchObject([{ facts: { paper: 'minutes', number: '7' } }])
  })

  test('one roster file for a programme twice, not for two programmes', () => {
    const file = (of: string) => ({ programme: of, fileHash: 'abc', rows: 1 })
    const events = history('meal', ({ add }) => {
      add(idOf('import', 1), 'RosterImportStarted', file(programme), '2025-08-01')
      add(idOf('import', 2), 'RosterImportStarted', file(idOf('programme', 2)), '2025-08-01')
      add(idOf('import', 3), 'RosterImportStarted', file(programme), '2025-08-01')
    })
    expect(findingsOf(events)).toMatchObject([{ kind: 'same-paper', programme, eventCount: 2 }])
  })
})

describe('entries for earlier days', () => {
  const { ofAccount, ofMerchant } = findingsThresholds.lateEntries
  const late = (count: number, more: (index: number) => object = () => ({})) =>
    history('meal', ({ add }) => {
      for (let index = 0; index < count; index += 1) {
        const lateEntry = { reason: 'paper', days: 3 }
        const data = mealData('2025-08-01', { at: '', worker: index, merchant: index % 4 })
        const metadata = { lateEntry, ...more(index) }
        add(walletOf(data.worker), 'MealRedeemed', { ...data, deviceSequence: index + 1 }, '2025-08-01', metadata)
      }
    })

  test('many by one account; one less is none', () => {
    const found = { kind: 'late-by-account', facts: { account: 'officer/sample', entries: ofAccount } }
    expect(findingsOf(late(ofAccount), { kind: 'late-by-account' })).toMatchObject([found])
    expect(findingsOf(late(ofAccount - 1))).toEqual([])
  })

  test('many of one merchant by many accounts', () => {
    const events = late(ofMerchant * 4, (index) => ({ actor: `officer/${index % 8}` }))
    expect(findingsOf(events, { kind: 'late-by-merchant' }).map(({ kind, merchant }) => [kind, merchant])).toEqual(
      merchants.map((merchant) => ['late-by-merchant', merchant]),
    )
  })

  test('of one day, of one command, and those weeks apart are none', () => {
    const lateEntry = { reason: 'paper', days: 0 }
    expect(findingsOf(late(ofAccount, () => ({ lateEntry })))).toEqual([])
    expect(findingsOf(late(ofAccount, () => ({ commandId: 'one' })))).toEqual([])
    const apart = late(ofAccount).map((event, index) => ({
      ...event,
      recordedAt: new Date(Date.UTC(2025, 7, 1 + index * 2)).toISOString(),
    }))
    expect(findingsOf(apart)).toEqual([])
  })
})

describe('one collector for many', () => {
  const { moreThanWorkers } = findingsThresholds.oneCollector
  const collectedBy = idOf('worker', 'leader')
  const collected = (count: number, more: (index: number) => Partial<ReturnType<typeof mealData>> = () => ({})) =>
    history('meal', ({ add }) => {
      for (let index = 0; index < count; index += 1) {
        const data = mealData('2025-08-01', { at: '', worker: index })
        const meal = { ...data, deviceSequence: index + 1, collectedBy, ...more(index) }
        add(walletOf(data.worker), 'MealRedeemed', meal, '2025-08-01', {
          occurredAt: `2025-08-01T0${1 + Math.floor(index / 4)}:00:00.000Z`,
        })
      }
    })

  test('more than the threshold at a merchant on a day, and on while it lasts', () => {
    expect(findingsOf(collected(moreThanWorkers + 2))).toMatchObject([
      { kind: 'one-collector', worker: collectedBy, merchant: merchants[0], eventCount: moreThanWorkers + 2 },
    ])
  })

  test('as many, or those of two merchants, are none', () => {
    expect(findingsOf(collected(moreThanWorkers))).toEqual([])
    const apart = (index: number) => ({ merchant: merchants[index % 2] ?? '' })
    expect(findingsOf(collected(moreThanWorkers + 2, apart))).toEqual([])
  })
})

describe('one person in two hand-outs', () => {
  const [site, commodity] = [idOf('site', 1), idOf('item', 1)]
  const [one, other] = [idOf('consignment', 1), idOf('consignment', 2)]
  const lines = [{ commodity, lot: `${depot}.1`, quantity: 1 }]
  const handOut = (handedOutOn: string, workers: number[], of = programme) => ({
    ...{ programme: of, site, lines, heads: 0, handedOutOn },
    workers: workers.map((number) => idOf('worker', number)),
  })
  const played = (play: (add: History['add']) => void) => findingsOf(history('meal', ({ add }) => play(add)))

  test('of a programme on a day', () => {
    const found = played((add) => {
      add(one, 'GoodsHandedOut', handOut('2025-08-01', [1, 2]), '2025-08-01')
      add(other, 'GoodsHandedOut', handOut('2025-08-01', [2, 3]), '2025-08-01')
    })
    expect(found).toMatchObject([
      { kind: 'two-hand-outs', programme, worker: idOf('worker', 2), facts: { day: '2025-08-01' }, eventCount: 2 },
    ])
  })

  test('twice on one paper', () => {
    const repeatedWorkers = [idOf('worker', 1)]
    const found = played((add) =>
      add(one, 'GoodsHandedOut', { ...handOut('2025-08-01', [1]), repeatedWorkers }, '2025-08-01'),
    )
    expect(found).toMatchObject([{ worker: idOf('worker', 1), facts: { onOnePaper: true }, eventCount: 1 }])
  })

  test('not on two days, not of two programmes, not what was corrected or taken back', () => {
    const found = played((add) => {
      add(one, 'GoodsHandedOut', handOut('2025-08-01', [1, 2]), '2025-08-01')
      add(other, 'GoodsHandedOut', handOut('2025-08-02', [1]), '2025-08-02')
      add(other, 'GoodsHandedOut', handOut('2025-08-01', [1], idOf('programme', 2)), '2025-08-02')
      const right = { ...handOut('2025-08-01', [1]), correctedFrom: `${one}.1` }
      add(one, 'GoodsHandedOut', right, '2025-08-02', { commandId: 'correction' })
      const reversal = { ...handOut('2025-08-01', [1, 2]), corrects: `${one}.1`, reason: 'mistake' }
      add(one, 'HandOutReversed', reversal, '2025-08-02', { commandId: 'correction' })
      add(other, 'GoodsHandedOut', handOut('2025-08-01', [2]), '2025-08-02')
    })
    expect(found).toEqual([])
  })
})
