import { createHistory, dayNumber, type History, idOf } from '../history.fixture.ts'

export const programme = idOf('programme', 'public')
export const budget = programme.replace('programme-', 'budget-')
export const fund = idOf('fund', 'public')
export const merchant = idOf('merchant', 'public')
const batch = idOf('batch', 'public')
export const day = dayNumber(1)
export const workers = Array.from({ length: 12 }, (_, index) => idOf('worker', index))

export function published(played: History): History {
  played.add(programme, 'ProgrammePublicitySet', { isPublic: true, reason: 'the chairs agree' }, day)
  return played
}

/** 200.00 for twelve people, of whom so many have a meal of 5.00. */
export function history(eating: number): History {
  const played = createHistory()
  const { add } = played
  const funder = { name: 'Donor Ltd', kind: 'enterprise' as const }
  const restriction = { purposes: [], divisions: [] }
  const windows = [{ window: 'first', name: 'First', from: dayNumber(0), until: dayNumber(9), creditFen: 1_000 }]
  const rules = { windows, quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { name: 'Meals', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025 }
  const employer = idOf('employer', 'north')
  const [round, place] = [idOf('round', 'public'), { division: '632701', trade: '环卫' }]
  const opened = { programme, plan: 'people' as const, name: 'First', windows: ['first'], entries: 12 }
  const donor = { kind: 'organisation' as const, name: 'Donor Ltd' }
  const gift = { receiptNumber: 'R-1', donor, receivedOn: day, shares: sharesOf(30_000), availableAfterFen: 30_000 }
  add(idOf('union', 'city'), 'UnionRegistered', { name: 'City union', division: '632701' }, day)
  add(employer, 'EmployerRegistered', { name: 'North', ...place }, day)
  add(merchant, 'MerchantRegistered', { name: 'Noodles', division: '632701' }, day)
  add(fund, 'FundOpened', { name: 'Fund', division: '632701', funder, restriction }, day)
  add(fund, 'DonationReceived', gift, day)
  add(programme, 'ProgrammeDefined', { ...defined, rules, rulesVersion: 1 }, day)
  add(fund, 'FundsAllocated', { programme, budget, shares: sharesOf(20_000), availableAfterFen: 10_000 }, day)
  add(round, 'RoundOpened', { ...opened, rosterReadThrough: 1 }, day)
  add(round, 'RosterFrozen', { programme, groups: [{ employer, ...place, workers }] }, day)
  const wallets = workers.map((worker) => ({
    ...{ wallet: idOf('wallet', worker), worker },
    credits: [{ window: 'first', shares: sharesOf(1_000) }],
  }))
  add(budget, 'FundsCommitted', { programme, for: batch, attempt: 1, shares: sharesOf(12_000) }, day)
  add(batch, 'CreditsIssued', { programme, part: 1, wallets }, day)
  for (const worker of workers.slice(0, eating)) {
    const wallet = idOf('wallet', worker)
    const draws = [{ credit: `${wallet}.1`, batch, window: 'first', shares: sharesOf(500) }]
    const priced = { listPriceFen: 500, discountFen: 0, ownShareFen: 0, items: [], draws, balanceAfterFen: 500 }
    const read = { redeemedOn: day, factsReadThrough: 1, deviceId: 'till', deviceSequence: 1, capturedOffline: false }
    add(wallet, 'MealRedeemed', { programme, worker, merchant, ...priced, ...read }, day)
  }
  return played
}

export function sharesOf(amountFen: number) {
  return [{ fund, amountFen }]
}
