import { expect, test } from 'vitest'
import { createHistory, dayNumber, idOf, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'

const fund = idOf('fund', 'corrected')
const programme = idOf('programme', 'corrected')
const budget = idOf('budget', 'corrected')
const donor = { kind: 'organisation' as const, name: '某企业' }

test('a correction is a column apart from refund and return, and an earlier day keeps its figures and says what was corrected later', () => {
  const history = createHistory()
  const sharesOf = (amountFen: number) => [{ fund, amountFen }]
  const funder = { name: '某企业', kind: 'enterprise' as const }
  history.add(
    fund,
    'FundOpened',
    { name: '专项', division: '632701', funder, restriction: { purposes: [], divisions: [] } },
    dayNumber(0),
  )
  const give = (receiptNumber: string, amountFen: number, more: object, entered: number) =>
    history.add(
      fund,
      'DonationReceived',
      { receiptNumber, donor, receivedOn: dayNumber(1), shares: sharesOf(amountFen), availableAfterFen: 0, ...more },
      dayNumber(entered),
    )
  const wrong = give('R1', 2_000_000, {}, 1)
  give('R2', 50_000, {}, 2)
  history.add(
    fund,
    'DonationRefunded',
    { donation: `${fund}.3`, shares: sharesOf(20_000), reason: '退捐', availableAfterFen: 0 },
    dayNumber(3),
  )
  const allocation = history.add(
    fund,
    'FundsAllocated',
    { programme, budget, shares: sharesOf(150_000), availableAfterFen: 0 },
    dayNumber(4),
  )
  const corrects = `${fund}.${wrong.version}`
  give('R1', 200_000, { correctedFrom: corrects }, 8)
  history.add(
    fund,
    'DonationReversed',
    { corrects, receiptNumber: 'R1', shares: sharesOf(2_000_000), reason: '多录一个零', availableAfterFen: 0 },
    dayNumber(8),
    { paperDay: dayNumber(1) },
  )
  history.add(
    budget,
    'AllocationReversed',
    { programme, fund, corrects: `${fund}.${allocation.version}`, shares: sharesOf(150_000), reason: '错项目' },
    dayNumber(9),
    { paperDay: dayNumber(4) },
  )
  const { ask } = projectHistory(toSequenced(history.events))
  const on = (day: number) => expectAnswer(ask('budget', { by: 'fund', effective: dayNumber(day) })).total
  expect(expectAnswer(ask('budget', { by: 'fund' })).total).toMatchObject({
    balances: { grantedFen: 230_000, availableFen: 230_000, allocatedFen: 0 },
    turnovers: {
      ...{ donatedTotalFen: 2_250_000, refundedTotalFen: 20_000, donationCorrectedTotalFen: 2_000_000 },
      ...{ allocatedTotalFen: 150_000, allocationReturnedTotalFen: 0, allocationCorrectedTotalFen: 150_000 },
    },
    correctedLater: { donatedFen: 0, allocatedFen: 0 },
  })
  expect(on(5)).toMatchObject({
    balances: { grantedFen: 2_030_000 },
    turnovers: { donatedTotalFen: 2_050_000, refundedTotalFen: 20_000, donationCorrectedTotalFen: 0 },
    correctedLater: { donatedFen: 2_000_000, allocatedFen: 150_000, refundedFen: 0 },
  })
  expect(on(3).correctedLater).toMatchObject({ donatedFen: 2_000_000, allocatedFen: 0 })
  expect(on(8).correctedLater).toMatchObject({ donatedFen: 0, allocatedFen: 150_000 })
  // As known before an entry, however early the day of its paper is.
  const beforeReversal = { by: 'fund', effective: dayNumber(8), at: '6' } as const
  expect(expectAnswer(ask('budget', beforeReversal)).total.balances.grantedFen).toBe(2_230_000)
  // Both moments are explained by their events.
  const compared = expectAnswer(ask('comparison', { from: '0', by: 'fund' }))
  expect(compared.explained).toBe(true)
  expect(compared.total.differences.map(({ figure }) => figure)).toContain('donationCorrectedTotalFen')
})
