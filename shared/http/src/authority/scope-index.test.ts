import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { CATEGORIES, type Category } from '@welfare/contracts/primitives.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedService, serveService } from '../edge/serve-service.fixture.ts'
import { createScopeIndex, type ScopeIndex } from './scope.ts'

const county = '632701'
const neighbour = '632722'
const prefecture = '632700'

/** Never named by the caller, or held against the account itself. */
const unplaced: readonly Category[] = [
  'identity',
  'serials',
  'period',
  'account',
  'access',
  'limit',
  'maker',
  'bankaccount',
  'payer',
  'finding',
]

let service: ServedService
let scopeIndex: ScopeIndex
beforeAll(async () => {
  service = await serveService(({ facts, store }) => {
    scopeIndex = createScopeIndex(facts, store)
    return { name: 'places', routes: [], consumers: [], async start() {}, async stop() {} }
  }, [])
  for (const [stream, ...events] of history()) await service.record(stream, ...events)
  await scopeIndex.awaitFacts()
})
afterAll(() => service.stop())

describe('a division', () => {
  it.each(CATEGORIES.filter((category) => !unplaced.includes(category)))('sees its own %s', (category) => {
    expect(scopeIndex.isWithin({ divisions: [county] }, id(category))).toBe(true)
    expect(scopeIndex.isWithin({ divisions: [prefecture] }, id(category))).toBe(true)
  })

  it.each(CATEGORIES.filter((category) => ![...unplaced, 'item', 'kit'].includes(category)))(
    'does not see the %s of its neighbour',
    (category) => {
      expect(scopeIndex.isWithin({ divisions: [neighbour] }, id(category))).toBe(false)
    },
  )

  it('sees items and kits, which are the same everywhere, by version too', () => {
    expect(scopeIndex.isWithin({ divisions: [neighbour] }, id('item'))).toBe(true)
    expect(scopeIndex.isWithin({ divisions: [neighbour] }, `${id('kit')}@1`)).toBe(true)
  })

  it('sees a part of a thing as the thing', () => {
    expect(scopeIndex.isWithin({ divisions: [county] }, `${id('fund')}.2`)).toBe(true)
    expect(scopeIndex.isWithin({ divisions: [neighbour] }, `${id('fund')}.2`)).toBe(false)
  })

  it('is told of what is not known', () => {
    expect(scopeIndex.isWithin({ divisions: [county] }, id('fund', 9))).toBeUndefined()
  })

  it('follows a worker who moves', async () => {
    await service.record(id('worker', 2), registered(county))
    await service.record(id('worker', 2), { type: 'WorkerChanged', data: person(neighbour) })
    await scopeIndex.awaitFacts()
    expect(scopeIndex.isWithin({ divisions: [county] }, id('worker', 2))).toBe(false)
    expect(scopeIndex.isWithin({ divisions: [neighbour] }, id('worker', 2))).toBe(true)
  })
})

describe('a scope of one programme', () => {
  const scope = { divisions: [prefecture], programmes: [id('programme', 2)] }

  it('does not see what is of another programme', () => {
    for (const category of [
      'programme',
      'round',
      'budget',
      'batch',
      'wallet',
      'import',
      'consignment',
      'statement',
      'payment',
      'paymentfile',
    ] as const)
      expect(scopeIndex.isWithin(scope, id(category)), category).toBe(false)
  })

  it('sees the people of its own programme, and nobody else', async () => {
    const { programmes } = scope
    expect(scopeIndex.isWithin(scope, id('worker'))).toBe(false)
    await service.record(id('worker', 3), registered(neighbour))
    await service.record(id('programme', 3), definedIn(county))
    const roster = { employer: id('employer'), division: county, trade: '环卫', workers: [id('worker', 3)] }
    const rows = { programme: id('programme', 3), groups: [roster] }
    await service.record(id('import', 3), { type: 'RosterRowsImported', data: rows })
    await scopeIndex.awaitFacts()
    expect(scopeIndex.isWithin({ ...scope, programmes: [id('programme', 3)] }, id('worker', 3))).toBe(true)
    expect(scopeIndex.isWithin({ ...scope, programmes }, id('worker', 3))).toBe(false)
    expect(scopeIndex.isWithin({ divisions: [county] }, id('worker', 3))).toBe(true)
    expect(scopeIndex.isWithin({ divisions: [neighbour] }, id('worker', 3))).toBe(true)
    expect(scopeIndex.isWithin({ divisions: ['632723'] }, id('worker', 3))).toBe(false)
  })

  it('sees a payment over several programmes, and the file that it goes to the bank in, where it sees them all', async () => {
    const [one, other] = [id('programme', 4), id('programme', 5)]
    for (const programme of [one, other]) await service.record(programme, definedIn(county))
    await service.record(id('payment', 4), prepared([one, other]))
    await service.record(id('paymentfile', 4), written(id('payment', 4)))
    await scopeIndex.awaitFacts()
    for (const thing of [id('payment', 4), id('paymentfile', 4)]) {
      expect(scopeIndex.isWithin({ divisions: [county], programmes: [one] }, thing), thing).toBe(false)
      expect(scopeIndex.isWithin({ divisions: [county], programmes: [other] }, thing), thing).toBe(false)
      expect(scopeIndex.isWithin({ divisions: [county], programmes: [other, one] }, thing), thing).toBe(true)
      expect(scopeIndex.isWithin({ divisions: [neighbour], programmes: [other, one] }, thing), thing).toBe(false)
    }
  })

  it('sees what is of no programme, where it lies in its divisions', () => {
    expect(scopeIndex.isWithin(scope, id('fund'))).toBe(true)
    expect(scopeIndex.isWithin({ ...scope, divisions: [neighbour] }, id('fund'))).toBe(false)
  })
})

describe('a merchant', () => {
  const scope = { divisions: [], merchants: [id('merchant')] }

  it('sees itself and the programmes that admitted it, with what is in them', () => {
    for (const category of ['merchant', 'programme', 'wallet', 'batch'] as const)
      expect(scopeIndex.isWithin(scope, id(category)), category).toBe(true)
  })

  it('sees its own statements and payments, wherever it was withdrawn from, and nobody else does', () => {
    const other = { divisions: [], merchants: [id('merchant', 2)] }
    for (const category of ['statement', 'payment'] as const) {
      expect(scopeIndex.isWithin(scope, id(category)), category).toBe(true)
      expect(scopeIndex.isWithin(other, id(category)), category).toBe(false)
    }
  })

  it('sees nobody else', () => {
    for (const category of ['fund', 'worker', 'employer', 'site', 'depot', 'union'] as const)
      expect(scopeIndex.isWithin(scope, id(category)), category).toBe(false)
    expect(scopeIndex.isWithin({ divisions: [], merchants: [id('merchant', 2)] }, id('merchant'))).toBe(false)
    expect(scopeIndex.isWithin({ divisions: [], merchants: [id('merchant', 2)] }, id('wallet'))).toBe(false)
  })

  it('no longer sees a programme that it was withdrawn from', async () => {
    await service.record(id('programme', 2), definedIn(county), {
      type: 'MerchantAdmitted',
      data: { merchant: id('merchant') },
    })
    await scopeIndex.awaitFacts()
    expect(scopeIndex.isWithin(scope, id('programme', 2))).toBe(true)
    const withdrawn = { type: 'MerchantWithdrawn', data: { merchant: id('merchant'), reason: '歇业' } } as const
    await service.record(id('programme', 2), withdrawn)
    await scopeIndex.awaitFacts()
    expect(scopeIndex.isWithin(scope, id('programme', 2))).toBe(false)
  })
})

function id<C extends Category>(category: C, n = 1): string {
  if (category === 'statement') return statementId(id('merchant', n), id('programme', n))
  return `${category}-00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
}

function person(division: string) {
  return { employer: id('employer'), division, trade: '环卫', sealed: 'x', sealedFields: [] }
}
function registered(division: string): WelfareEvent {
  return { type: 'WorkerRegistered', data: { identity: id('identity'), ...person(division) } }
}
function definedIn(division: string): WelfareEvent {
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const data = {
    name: '餐',
    kind: 'festival-meal',
    division,
    plan: 'people' as const,
    year: 2025,
    rules,
    rulesVersion: 1,
  }
  return { type: 'ProgrammeDefined', data }
}

function prepared(programmes: readonly string[]): WelfareEvent {
  const shares = [{ fund: id('fund'), amountFen: 100 }]
  const data = {
    reference: 'ZF-1',
    merchant: id('merchant'),
    payee: { lastDigits: '0417', version: 1 },
    parts: programmes.map((programme) => ({ stream: id('statement'), statement: 1, programme, shares })),
    totalFen: 100 * programmes.length,
    preparedBy: 'desk-1',
  }
  return { type: 'PaymentPrepared', data }
}
function written(payment: string): WelfareEvent {
  const data = {
    ...{ division: county, mapping: 'plain', count: 1, totalFen: 100 },
    ...{ fileHash: 'b'.repeat(64), writtenOn: '2025-08-05' },
    expiresAt: '2025-08-06T01:00:00.000Z',
    payments: [{ payment, reference: 'ZF-1', payee: { lastDigits: '0417', version: 1 }, totalFen: 100 }],
  }
  return { type: 'PaymentFileWritten', data }
}

/** One of everything in the county, each under the county's one programme where it has one. */
function history(): [string, ...WelfareEvent[]][] {
  const programme = id('programme')
  const place = { name: '一', division: county }
  const workplace = { ...place, trade: '环卫', headCount: 3 }
  const shares = [{ fund: id('fund'), amountFen: 100 }]
  const terms = [{ window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 100 }]
  const goods = { item: id('item'), quantity: 1 }
  return [
    [id('union'), { type: 'UnionRegistered', data: place }],
    [id('employer'), { type: 'EmployerRegistered', data: workplace }],
    [id('site'), { type: 'SiteRegistered', data: { ...workplace, kind: 'workplace' } }],
    [id('merchant'), { type: 'MerchantRegistered', data: place }],
    [id('worker'), registered(county)],
    [
      id('fund'),
      {
        type: 'FundOpened',
        data: { ...place, funder: { name: '甲', kind: 'union' }, restriction: { purposes: [], divisions: [] } },
      },
    ],
    [programme, definedIn(county), { type: 'MerchantAdmitted', data: { merchant: id('merchant') } }],
    [id('budget'), { type: 'BudgetOpened', data: { programme, division: county, kind: 'a-b', sharing: 'in-order' } }],
    [id('import'), { type: 'RosterImportStarted', data: { programme, fileHash: 'x', rows: 1 } }],
    [
      id('proposal'),
      {
        type: 'ActProposed',
        data: {
          ...{ area: 'programmes', operationId: 'closeProgramme', kind: 'closing', division: county, programme },
          because: [{ rule: 'one-act', kind: 'closing', limit: 0, value: 1 }],
          ...{ about: {}, request: { params: {}, query: {}, body: {} } },
          maker: { account: 'desk-1', role: 'officer', reach: { divisions: [county] } },
        },
      },
    ],
    [
      id('round'),
      {
        type: 'RoundOpened',
        data: { programme, plan: 'people', name: '一', windows: [], entries: 0, rosterReadThrough: 0 },
      },
    ],
    [
      id('batch'),
      {
        type: 'IssuanceOrdered',
        data: {
          programme,
          budget: id('budget'),
          round: id('round'),
          attempt: 1,
          terms,
          quota: {},
          lateEntryDays: 0,
          workers: 1,
          totalFen: 100,
          rulesVersion: 1,
        },
      },
      { type: 'CommitmentReceived', data: { programme, commitment: `${id('budget')}.2`, shares } },
    ],
    [
      id('wallet'),
      { type: 'WalletOpened', data: { programme, worker: id('worker'), serial: 1, qrHash: 'a'.repeat(64) } },
    ],
    [id('payment'), prepared([programme])],
    [id('paymentfile'), written(id('payment'))],
    [id('item'), { type: 'ItemDefined', data: { name: '扇', unit: '把' } }],
    [id('kit'), { type: 'KitDefined', data: { name: '包', components: [goods], kitVersion: 1 } }],
    [id('depot'), { type: 'DepotOpened', data: place }],
    [
      id('purchase'),
      {
        type: 'GoodsOrdered',
        data: {
          ...{ merchant: id('merchant'), programme, fund: id('fund'), division: county },
          lines: [{ commodity: id('item'), depot: id('depot'), quantity: 1, unitPriceFen: 1 }],
          ...{ totalFen: 1, orderedOn: '2025-07-01', orderedBy: 'desk-1' },
        },
      },
    ],
    [
      id('supplierinvoice'),
      {
        type: 'InvoiceEntered',
        data: {
          ...{ merchant: id('merchant'), programme, purchase: id('purchase'), totalFen: 1, enteredBy: 'desk-1' },
          ...{ invoiceNumber: 'FP-1', invoicedOn: '2025-07-01', lines: [{ line: 1, quantity: 1, amountFen: 1 }] },
        },
      },
    ],
    [
      id('consignment'),
      {
        type: 'ConsignmentPlanned',
        data: {
          programme,
          site: id('site'),
          depot: id('depot'),
          lines: [{ commodity: id('item'), quantity: 1 }],
          dueOn: '2025-07-01',
        },
      },
    ],
  ]
}
