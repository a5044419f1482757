import type { registryEvents } from '../../src/events/registry.ts'
import { division, id, type SamplesOf } from './ids.ts'

const employer = { name: '结古街道办事处环卫队', division, trade: '环卫', headCount: 46, union: id('union') }
const site = {
  name: '新建路段',
  division,
  trade: '环卫',
  kind: 'workplace' as const,
  employer: id('employer'),
  headCount: 24,
}
const group = { employer: id('employer'), division, trade: '环卫', workers: [id('worker', 1), id('worker', 2)] }
const worker = {
  employer: id('employer'),
  division,
  trade: '环卫',
  sealed: 'v1.a2V5.name~identityNumber.Y2lwaGVydGV4dA',
  sealedFields: ['name', 'identityNumber'],
}

export const registrySamples: SamplesOf<keyof typeof registryEvents> = {
  UnionRegistered: { stream: id('union'), data: { division, name: '玉树市总工会' } },
  EmployerRegistered: { stream: id('employer'), data: employer },
  EmployerChanged: { stream: id('employer'), data: { ...employer, headCount: 48 } },
  SiteRegistered: { stream: id('site'), data: site },
  SiteChanged: { stream: id('site'), data: { ...site, headCount: 25 } },
  MerchantRegistered: { stream: id('merchant'), data: { name: '康巴早餐店', division } },
  MerchantChanged: { stream: id('merchant'), data: { name: '康巴早餐店（新建路）', division } },
  PriceListPublished: {
    stream: id('merchant'),
    data: {
      priceListVersion: 1,
      validFrom: '2025-06-01',
      items: [{ code: 'beef-noodles', name: '牛肉面', listPriceFen: 1_800, agreedPriceFen: 1_500 }],
    },
  },
  IdentityReserved: { stream: id('identity'), data: { worker: id('worker'), hashKeyVersion: 1 } },
  WorkerRegistered: { stream: id('worker'), data: { identity: id('identity'), ...worker } },
  WorkerChanged: { stream: id('worker'), data: { ...worker, trade: '快递' } },
  WorkerRestricted: { stream: id('worker'), data: { reason: 'asked-by-person' } },
  WorkerRestrictionLifted: { stream: id('worker', 2), data: { reason: 'entered-by-mistake' } },
  WorkerErased: { stream: id('worker'), data: { reason: 'retention-ended', retentionEndedOn: '2025-05-31' } },
  RosterImportStarted: {
    stream: id('import'),
    data: { programme: id('programme'), fileHash: '9f2c41d07ab3', rows: 500 },
  },
  RosterRowsImported: { stream: id('import'), data: { programme: id('programme'), groups: [group] } },
  RosterImportCompleted: {
    stream: id('import'),
    data: {
      programme: id('programme'),
      counts: {
        new: 480,
        known: 3,
        update: 12,
        duplicate: 4,
        warning: 2,
        error: 1,
        header: 1,
        blank: 2,
        passedOver: 3,
      },
    },
  },
  RosterImportFailed: {
    stream: id('import', 2),
    data: { programme: id('programme'), code: 'file-not-readable', facts: { entry: 'xl/workbook.xml' } },
  },
}
