import { codecFor, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { derivedId, derivedUuid } from '@welfare/event-store/derived-id.ts'
import { walletId } from '@welfare/vouchers/vouchers.process.ts'
import type { SimulatedStore } from './simulated-store.ts'

/** What other services recorded before a run begins: a programme with two windows, and a round of three people. */
export const programme = derivedId('programme', 'simulation')
export const budget = budgetOf(programme)
export const round = derivedId('round', 'simulation')
export const workers = [1, 2, 3].map((number) => derivedId('worker', number))
const wallets = new Map(workers.map((worker) => [worker, walletId(programme, worker)]))
/** Made once: a run asks some hundred times. */
export const walletOf = (worker: string): string => wallets.get(worker) ?? ''
export const merchants = [1, 2].map((number) => derivedId('merchant', number))
export const funds = [1, 2].map((number) => derivedId('fund', number))
/** A day on which both windows are open; a day on which the first has ended for good; one on which both have. */
export const days = { both: '2025-07-06', second: '2025-07-13', neither: '2025-07-23' } as const

const windows = [
  { window: 'first', name: '一', from: '2025-07-01', until: '2025-07-10', creditFen: 667 },
  { window: 'second', name: '二', from: '2025-07-05', until: '2025-07-20', creditFen: 1_333 },
]
export const neededFen = workers.length * 2_000

export function recordGivens(store: SimulatedStore, approvalLimitFen: number | undefined): void {
  const rules = { windows, quota: {}, lateEntryDays: 2, sharing: 'in-proportion' as const }
  const about = { name: '餐补', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025, rulesVersion: 1 }
  const group = { employer: derivedId('employer', 1), division: '632701', trade: '环卫', workers: [...workers] }
  const names = windows.map(({ window }) => window)
  const entries = workers.length
  const opening = { programme, plan: 'people' as const, name: '第一批', windows: names, entries, rosterReadThrough: 0 }
  if (approvalLimitFen !== undefined)
    record(store, derivedId('limit', 'simulation'), [
      {
        type: 'ApprovalLimitSet',
        data: {
          division: '632701',
          limits: { allocation: { perAct: approvalLimitFen }, issuance: { perAct: approvalLimitFen } },
        },
      },
    ])
  for (const merchant of merchants)
    record(store, merchant, [
      {
        type: 'PayeeSet',
        data: {
          ...{ lastDigits: '0417', version: 1, bank: '银行', sealed: 'v1.AAAA.BBBB.CCCC', sealedFields: ['account'] },
          accountHash: 'a'.repeat(64),
        },
      },
    ])
  record(store, programme, [
    { type: 'ProgrammeDefined', data: { ...about, rules } },
    ...merchants.map((merchant) => ({ type: 'MerchantAdmitted' as const, data: { merchant } })),
  ])
  record(store, round, [
    { type: 'RoundOpened', data: opening },
    { type: 'RosterFrozen', data: { programme, groups: [group] } },
    { type: 'RoundSealed', data: { programme, entries } },
  ])
}

/** The programmes service is not simulated: it closes the programme at a stroke. */
export function closeProgramme(store: SimulatedStore): void {
  record(store, programme, [{ type: 'ProgrammeClosed', data: { reason: 'over' } }])
}

const codec = codecFor<WelfareEvent['type']>()

function record(store: SimulatedStore, stream: string, events: readonly WelfareEvent[]): void {
  const version = store.versionOf(stream)
  const metadata = { actor: 'officer/desk', occurredAt: `${days.both}T00:00:00.000Z`, accountingDate: days.both }
  const encoded = events.map((event, index) => ({
    ...codec.encode(event),
    id: derivedUuid('given', stream, version + index),
    metadata: { ...metadata, commandId: `given-${version}`, inputHash: '0' },
  }))
  store.append(stream, version === 0 ? 'no-stream' : version, encoded)
}
