import { z } from 'zod'
import type { EventData } from '../event-definition.ts'
import { amountFen, count, day, division, idOf, name, text, trade } from '../primitives.ts'

/** Ciphertext of a person's fields, made and read by registry only. */
export const sealed = z.string().min(1).max(8_000)

export const personGroup = z.strictObject({
  employer: idOf('employer'),
  division,
  trade,
  workers: z.array(idOf('worker')).min(1).max(500),
})

export const itemCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .meta({ description: 'Of a dish in a price list' })

export const unionRegistered = z.strictObject({ division, name })
export const employerRegistered = z.strictObject({
  name,
  division,
  trade,
  headCount: count.optional(),
  union: idOf('union').optional(),
})
export const employerChanged = employerRegistered
export const siteRegistered = z.strictObject({
  name,
  division,
  trade,
  kind: z.enum(['workplace', 'union-station']),
  /** A union station may stand open to all, without an employer. */
  employer: idOf('employer').optional(),
  headCount: count,
})
export const siteChanged = siteRegistered
export const merchantRegistered = z.strictObject({ name, division })
export const merchantChanged = merchantRegistered
export const pricedItem = z.strictObject({
  code: itemCode,
  name,
  listPriceFen: amountFen,
  /** What the merchant agreed to take; the discount is the difference. Never above the list price. */
  agreedPriceFen: amountFen,
})
export const priceListPublished = z.strictObject({
  priceListVersion: z.int().min(1),
  validFrom: day,
  items: z.array(pricedItem).min(1).max(500),
})

/** Appended first, at no-stream: the second import of the same person finds the worker here. */
export const identityReserved = z.strictObject({ worker: idOf('worker'), hashKeyVersion: z.int().min(1) })
export const workerRegistered = z.strictObject({
  identity: idOf('identity'),
  employer: idOf('employer'),
  division,
  trade,
  sealed,
  sealedFields: z.array(z.string()).max(20),
})
export const workerChanged = workerRegistered.omit({ identity: true })

/** Why personal data is no longer handled. A word of a list and never free text, which would bring names into the log. */
export const dataReason = z.enum([
  'asked-by-person',
  'retention-ended',
  'purpose-fulfilled',
  'consent-withdrawn',
  'recorded-unlawfully',
])
/** From here on the person's data is stored and nothing else: no list, page, paper or export shows it. What was issued stays usable. */
export const workerRestricted = z.strictObject({ reason: dataReason })
export const workerRestrictionLifted = z.strictObject({
  reason: z.enum(['asked-by-person', 'entered-by-mistake', 'claim-settled']),
})
/** The person's key is destroyed after this is durable, again at every replay: what was sealed stays in the log and means nothing. */
export const workerErased = z.strictObject({
  reason: dataReason,
  /** Until then the data had to be kept. */
  retentionEndedOn: day,
})

export const rosterImportStarted = z.strictObject({
  programme: idOf('programme'),
  /** Keyed hash of the uploaded bytes: the same file again is known. */
  fileHash: z.string(),
  rows: count,
})
/** At most 500 workers an event, grouped so that it stays small. These people are on the programme's roster from here on. */
export const rosterRowsImported = z.strictObject({
  programme: idOf('programme'),
  groups: z.array(personGroup).min(1).max(500),
})
export const rosterImportCompleted = z.strictObject({
  programme: idOf('programme'),
  /** Every row of the sheet, in one of these. */
  counts: z.strictObject({
    new: count,
    known: count,
    update: count,
    duplicate: count,
    /** Not confirmed, and therefore not imported. */
    warning: count,
    error: count,
    header: count,
    blank: count,
    passedOver: count,
  }),
})
export const rosterImportFailed = z.strictObject({
  programme: idOf('programme'),
  code: text(80),
  facts: z.record(z.string(), z.json()),
})

export const registryEvents = {
  UnionRegistered: { category: 'union', schemaVersion: 1, schema: unionRegistered },
  EmployerRegistered: { category: 'employer', schemaVersion: 1, schema: employerRegistered },
  EmployerChanged: { category: 'employer', schemaVersion: 1, schema: employerChanged },
  SiteRegistered: { category: 'site', schemaVersion: 1, schema: siteRegistered },
  SiteChanged: { category: 'site', schemaVersion: 1, schema: siteChanged },
  MerchantRegistered: { category: 'merchant', schemaVersion: 1, schema: merchantRegistered },
  MerchantChanged: { category: 'merchant', schemaVersion: 1, schema: merchantChanged },
  PriceListPublished: { category: 'merchant', schemaVersion: 1, schema: priceListPublished },
  IdentityReserved: { category: 'identity', schemaVersion: 1, schema: identityReserved },
  WorkerRegistered: { category: 'worker', schemaVersion: 1, schema: workerRegistered },
  WorkerChanged: { category: 'worker', schemaVersion: 1, schema: workerChanged },
  WorkerRestricted: { category: 'worker', schemaVersion: 1, schema: workerRestricted },
  WorkerRestrictionLifted: { category: 'worker', schemaVersion: 1, schema: workerRestrictionLifted },
  WorkerErased: { category: 'worker', schemaVersion: 1, schema: workerErased },
  RosterImportStarted: { category: 'import', schemaVersion: 1, schema: rosterImportStarted },
  RosterRowsImported: { category: 'import', schemaVersion: 1, schema: rosterRowsImported },
  RosterImportCompleted: {
    category: 'import',
    schemaVersion: 2,
    schema: rosterImportCompleted,
    upcasters: { 1: countAllRows },
  },
  RosterImportFailed: { category: 'import', schemaVersion: 1, schema: rosterImportFailed },
} as const

/** Version 1 counted people only; a person known from another roster stood among the duplicates. */
function countAllRows(data: EventData): EventData {
  const { unchanged = 0, ...counts } = data.counts as Readonly<Record<string, number>>
  return { ...data, counts: { ...counts, known: unchanged, warning: 0, header: 0, blank: 0, passedOver: 0 } }
}
