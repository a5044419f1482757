import { addDays } from '@welfare/contracts/days.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { inventPeople } from '../demo/people.ts'
import { createPublicApi, OPERATOR, type PublicApi } from '../demo/public-api.ts'
import { createSeededRandom } from '../demo/seeded-random.ts'
import { admitMerchants, type Created, issueTo, listCards } from '../demo/steps.ts'
import { tokensOf } from './cli-process.fixture.ts'

const DIVISION = '632701'
const dish = { code: 'dumplings', name: '饺子', listPriceFen: 2_800, agreedPriceFen: 2_400 }

/** A server on this machine, and the folder of its ledger. */
interface Served {
  readonly url: string
  readonly folder: string
}

/** Asks as the operator, who has the machine. */
function apiOf({ url, folder }: Served): PublicApi {
  return createPublicApi(url, (account) => tokensOf(folder)[account === OPERATOR ? 'auditor' : 'officer'])
}

/** A roster of fictional sanitation workers. */
export function sampleRoster(workers: number, first = 0): Promise<Uint8Array> {
  return writeRoster(sampleLines(workers, first))
}

export function sampleLines(workers: number, first = 0) {
  const of = { employer: '虚构环卫公司', trade: '街道清扫', division: DIVISION, first }
  return inventPeople(workers, of, createSeededRandom(7))
}

/** A fund of 1,000.00 yuan allocated to a programme whose one window is open today; nobody on its roster yet. */
export async function foundProgramme(served: Served): Promise<{ readonly fund: string; readonly programme: string }> {
  const api = apiOf(served)
  const today = shanghaiDay(systemClock.now())
  await api.post('/v1/unions', { division: DIVISION, name: '玉树市总工会' })
  const fund = await api.post<Created>('/v1/funds', {
    name: '帮扶资金',
    division: DIVISION,
    funder: { name: '北京市总工会', kind: 'union' },
  })
  await api.post(`/v1/funds/${fund.id}/donations`, {
    amountFen: 100_000,
    receiptNumber: 'TEST-1',
    donor: { kind: 'organisation', name: '北京市总工会' },
    receivedOn: today,
  })
  const programme = await api.post<Created>('/v1/programmes', {
    name: '节日餐补',
    kind: 'festival-meal',
    division: DIVISION,
    plan: 'people',
    year: Number(today.slice(0, 4)),
    rules: {
      windows: [{ window: 'now', name: '当下', from: today, until: addDays(today, 30), creditFen: 5_000 }],
      quota: { redemptionsPerDay: 3 },
      lateEntryDays: 3,
      sharing: 'in-proportion',
    },
  })
  await api.post(`/v1/funds/${fund.id}/allocations`, { programme: programme.id, amountFen: 80_000 })
  return { fund: fund.id, programme: programme.id }
}

/** Issues to everybody on the roster; one of them eats one plate of dumplings for 24.00. */
export async function issueAndServeOneMeal(served: Served, programme: string): Promise<void> {
  const api = apiOf(served)
  const accounts = { openTill: () => 'officer', openOwner: () => 'officer', openShop: async () => {} }
  const shops = { names: ['饺子馆'], division: DIVISION, items: [dish] }
  const [shop] = await admitMerchants({ api, accounts }, programme, shops)
  await issueTo(api, programme, '名单', ['now'])
  const [card] = await listCards(api, programme)
  const paper = { document: { kind: 'slip', number: 'S-1' }, reason: '停电' }
  const meal = { merchant: shop?.merchant, items: [{ code: dish.code, quantity: 1 }], deviceId: 'till-1', ...paper }
  await api.post(`/v1/vouchers/${card?.code}/redemptions`, meal)
}
