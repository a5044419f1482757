import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { type EmployerData, employerDecider } from './directory/employer.decider.ts'
import { merchantDecider, type PriceList } from './directory/merchant.decider.ts'
import { type SiteData, siteDecider } from './directory/site.decider.ts'
import { unionDecider } from './directory/union.decider.ts'
import { identityDecider } from './people/id-number.decider.ts'
import { workerDecider } from './people/worker.decider.ts'
import { employerIdOf, identityIdOf, workerIdOf } from './registry-ids.ts'
import { importDecider } from './roster/import.decider.ts'

const UUID = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'

test('a union is registered once', () => {
  const union = { division: '632700', name: '玉树州总工会' }
  const registered = { type: 'UnionRegistered', data: union } as const
  specify(unionDecider)
    .given([])
    .when({ type: 'RegisterUnion', ...union })
    .then([registered])
  specify(unionDecider)
    .given([registered])
    .when({ type: 'RegisterUnion', ...union })
    .then([])
})

describe('employer', () => {
  const { given } = specify(employerDecider)
  const id = employerIdOf('632701', '虚构环卫')
  const employer: EmployerData = { name: '虚构环卫', division: '632701', trade: '环卫', headCount: 500 }
  const registered = { type: 'EmployerRegistered', data: employer } as const

  test('is registered once', () => {
    given([]).when({ type: 'RegisterEmployer', id, employer }).then([registered])
    given([registered]).when({ type: 'RegisterEmployer', id, employer }).then({ code: 'employer-already-registered' })
  })
  test('changes as a whole, and not when it was already so', () => {
    const changed = { ...employer, headCount: 501 }
    given([registered])
      .when({ type: 'ChangeEmployer', employer: changed })
      .then([{ type: 'EmployerChanged', data: changed }])
    const { headCount, ...others } = employer
    given([registered])
      .when({ type: 'ChangeEmployer', employer: { headCount, ...others } })
      .then([])
    given([]).when({ type: 'ChangeEmployer', employer }).then({ code: 'employer-unknown' })
  })
})

describe('site', () => {
  const { given } = specify(siteDecider)
  const site: SiteData = { name: '港口', division: '130302', trade: '快递', kind: 'union-station', headCount: 30 }
  const registered = { type: 'SiteRegistered', data: site } as const

  test('a union station needs no employer, a workplace does', () => {
    given([]).when({ type: 'RegisterSite', site }).then([registered])
    const workplace: SiteData = { ...site, kind: 'workplace' }
    given([]).when({ type: 'RegisterSite', site: workplace }).then({ code: 'workplace-without-employer' })
    given([registered]).when({ type: 'ChangeSite', site: workplace }).then({ code: 'workplace-without-employer' })
    const owned: SiteData = { ...workplace, employer: `employer-${UUID}` }
    given([registered])
      .when({ type: 'ChangeSite', site: owned })
      .then([{ type: 'SiteChanged', data: owned }])
  })
  test('is registered once and changed once', () => {
    given([registered]).when({ type: 'RegisterSite', site }).then({ code: 'site-already-registered' })
    given([registered])
      .when({ type: 'ChangeSite', site: { ...site } })
      .then([])
    given([]).when({ type: 'ChangeSite', site }).then({ code: 'site-unknown' })
  })
})

describe('merchant', () => {
  const { given } = specify(merchantDecider)
  const merchant = { name: '虚构面馆', division: '632701' }
  const registered = { type: 'MerchantRegistered', data: merchant } as const
  const dumplings = { code: 'dumplings', name: '饺子', listPriceFen: 2_000, agreedPriceFen: 1_600 }
  const list: PriceList = { validFrom: '2025-07-01', items: [dumplings] }
  const published = { type: 'PriceListPublished', data: { ...list, priceListVersion: 1 } } as const

  test('is registered, changed, and not twice', () => {
    given([]).when({ type: 'RegisterMerchant', merchant }).then([registered])
    given([registered]).when({ type: 'RegisterMerchant', merchant }).then({ code: 'merchant-already-registered' })
    given([registered])
      .when({ type: 'ChangeMerchant', merchant: { ...merchant } })
      .then([])
    const renamed = { ...merchant, name: '虚构面馆二店' }
    given([registered])
      .when({ type: 'ChangeMerchant', merchant: renamed })
      .then([{ type: 'MerchantChanged', data: renamed }])
    given([]).when({ type: 'ChangeMerchant', merchant }).then({ code: 'merchant-unknown' })
  })
  test('price lists count their versions; the same again is no new version', () => {
    given([registered]).when({ type: 'PublishPriceList', priceList: list }).then([published])
    given([registered, published]).when({ type: 'PublishPriceList', priceList: list }).then([])
    const dearer = { ...list, items: [{ ...dumplings, agreedPriceFen: 1_700 }] }
    given([registered, published])
      .when({ type: 'PublishPriceList', priceList: dearer })
      .then([{ type: 'PriceListPublished', data: { ...dearer, priceListVersion: 2 } }])
  })
  test('a payee is set by who knew the one before', () => {
    const payee = {
      ...{ lastDigits: '0417', bank: '虚构银行', accountHash: 'a'.repeat(64) },
      ...{ sealed: 'v1.a.b.c', sealedFields: ['account', 'holder'] },
    }
    const set = (replaces: number) => ({ type: 'SetPayee', payee, replaces }) as const
    const first = { type: 'PayeeSet', data: { ...payee, version: 1 } } as const
    given([]).when(set(1)).then({ code: 'merchant-unknown' })
    given([registered])
      .when(set(1))
      .then({ code: 'payee-changed-meanwhile', facts: { replaces: 1, payeeVersion: 0 } })
    given([registered]).when(set(0)).then([first])
    given([registered, first])
      .when(set(0))
      .then({ code: 'payee-changed-meanwhile', facts: { replaces: 0, payeeVersion: 1 } })
    given([registered, first])
      .when(set(1))
      .then([{ type: 'PayeeSet', data: { ...payee, version: 2 } }])
  })
  test('refusals in their order: unknown, repeated item, agreed above list, before the last', () => {
    const above = { ...dumplings, agreedPriceFen: 2_001 }
    const worst: PriceList = { validFrom: '2025-06-30', items: [above, above] }
    const only = (priceList: PriceList) => ({ type: 'PublishPriceList', priceList }) as const
    given([]).when(only(worst)).then({ code: 'merchant-unknown' })
    given([registered, published])
      .when(only(worst))
      .then({ code: 'item-code-repeated', facts: { item: 'dumplings' } })
    given([registered, published])
      .when(only({ ...worst, items: [above] }))
      .then({
        code: 'agreed-price-above-list-price',
        facts: { item: 'dumplings', agreedPriceFen: 2_001, listPriceFen: 2_000 },
      })
    given([registered, published])
      .when(only({ ...worst, items: [dumplings] }))
      .then({ code: 'price-list-begins-before-the-last', facts: { lastValidFrom: '2025-07-01' } })
  })
})

test('an identity is given once; whoever comes second finds it given', () => {
  const data = { worker: `worker-${UUID}`, hashKeyVersion: 1 }
  const reserved = { type: 'IdentityReserved', data } as const
  specify(identityDecider)
    .given([])
    .when({ type: 'ReserveIdentity', ...data })
    .then([reserved])
  specify(identityDecider)
    .given([reserved])
    .when({ type: 'ReserveIdentity', ...data })
    .then([])
})

test('a worker is registered once, and changed without touching the identity', () => {
  const group = { employer: `employer-${UUID}`, division: '632701', trade: '环卫' }
  const worker = { identity: `identity-${UUID}`, ...group, sealed: 'v1.a.b.c', sealedFields: ['name'] }
  const registered = { type: 'WorkerRegistered', data: worker } as const
  const changed = { ...group, trade: '快递', sealed: 'v1.d.e.f', sealedFields: ['name'] }
  const { given } = specify(workerDecider)
  given([]).when({ type: 'RegisterWorker', worker }).then([registered])
  given([registered]).when({ type: 'RegisterWorker', worker }).then({ code: 'worker-already-registered' })
  given([]).when({ type: 'ChangeWorker', worker: changed }).then({ code: 'worker-unknown' })
  given([registered])
    .when({ type: 'ChangeWorker', worker: changed })
    .then([{ type: 'WorkerChanged', data: changed }])
  const state = { worker, mergedInto: undefined, doubles: [], processing: 'open' } as const
  expect(workerDecider.evolve(state, { type: 'WorkerChanged', data: changed }, 2, '2025-07-01').worker).toEqual({
    ...worker,
    ...changed,
  })
})

test('an import starts once, imports in between, and ends once', () => {
  const programme = `programme-${UUID}`
  const started = { type: 'RosterImportStarted', data: { programme, fileHash: 'hash', rows: 2 } } as const
  const groups = [{ employer: `employer-${UUID}`, division: '632701', trade: '环卫', workers: [`worker-${UUID}`] }]
  const counts = { new: 1, known: 1, update: 0, duplicate: 0, warning: 0, error: 0, header: 1, blank: 0, passedOver: 0 }
  const imported = { type: 'RosterRowsImported', data: { programme, groups } } as const
  const completed = { type: 'RosterImportCompleted', data: { programme, counts } } as const
  const failed = { type: 'RosterImportFailed', data: { programme, code: 'roster-upload-lost', facts: {} } } as const
  const { given } = specify(importDecider)
  given([])
    .when({ type: 'StartImport', ...started.data })
    .then([started])
  given([started])
    .when({ type: 'StartImport', ...started.data })
    .then({ code: 'import-already-started' })
  given([]).when({ type: 'ImportRows', groups }).then({ code: 'import-not-started' })
  given([started]).when({ type: 'ImportRows', groups }).then([imported])
  given([started, imported]).when({ type: 'CompleteImport', counts }).then([completed])
  given([started]).when({ type: 'FailImport', code: 'roster-upload-lost', facts: {} }).then([failed])
  for (const end of [completed, failed]) {
    given([started, end]).when({ type: 'ImportRows', groups }).then({ code: 'import-already-ended' })
    given([started, end]).when({ type: 'CompleteImport', counts }).then({ code: 'import-already-ended' })
  }
})

test('ids: one number one identity, one identity one worker, another key another identity', () => {
  const [key, otherKey] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  const identity = identityIdOf('11010519491231002X', key)
  expect(identity).toMatch(/^identity-[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(identityIdOf('11010519491231002X', key)).toBe(identity)
  expect(identityIdOf('11010519491231002X', otherKey)).not.toBe(identity)
  expect(workerIdOf(identity, 0)).toMatch(/^worker-/)
  expect(workerIdOf(identity, 0)).toBe(workerIdOf(identity, 0))
  expect(workerIdOf(identity, 1)).not.toBe(workerIdOf(identity, 0))
  expect(employerIdOf('632701', ' 虚构 环卫ＡＢ')).toBe(employerIdOf('632701', '虚构环卫ab'))
  expect(employerIdOf('632722', '虚构环卫ab')).not.toBe(employerIdOf('632701', '虚构环卫ab'))
})
