import { createHash } from 'node:crypto'
import { programmeKind } from '@welfare/contracts/events/programmes.ts'
import { z } from 'zod'
import thresholdsData from './findings-thresholds.json' with { type: 'json' }

const timeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)
const minutes = z.int().min(1).max(1_440)

/** So many redemptions, or late entries, are looked back on. */
export const REMEMBERED_OF_BURST = 64
const redemptions = z.int().min(2).max(REMEMBERED_OF_BURST)

const thresholdsShape = {
  /** At least so many redemptions at one till of a merchant within so many minutes. */
  tillBurst: z.strictObject({ redemptions, withinMinutes: minutes }),
  /** The same by one account, whatever its tills call themselves. */
  accountBurst: z.strictObject({ redemptions, withinMinutes: minutes }),
  /** The same at one merchant, by whatever accounts. */
  merchantBurst: z.strictObject({ redemptions, withinMinutes: minutes }),
  /** A redemption outside these hours in Shanghai; `until` is outside. */
  oddHours: z.strictObject({ from: timeOfDay, until: timeOfDay }),
  /** One person at two merchants no further apart than this. */
  twoPlaces: z.strictObject({ withinMinutes: minutes }),
  /** A merchant that takes more than so many times the (lower) median of the programme's other merchants in a day. */
  merchantShare: z.strictObject({
    atLeastMerchants: z.int().min(2),
    atLeastMeals: z.int().min(1),
    timesMedianOfOthers: z.int().min(2),
  }),
  /** One person collects at a merchant on a day for more others than this. */
  oneCollector: z.strictObject({ moreThanWorkers: z.int().min(1).max(1_000) }),
  /** So many meals at a merchant, each of which empties a wallet that held at least so much. */
  fullBalances: z.strictObject({ redemptions, withinMinutes: minutes, atLeastFen: z.int().min(1) }),
  /** So many meals of different wallets at a merchant within a day, each so soon after the credit was issued. */
  soonAfterIssue: z.strictObject({ redemptions, withinMinutes: minutes }),
  /** An account's acts at most so far below what it may do alone; and those of so many hours that are above it together. */
  belowLimit: z.strictObject({
    withinPercent: z.int().min(1).max(99),
    acts: redemptions,
    withinDays: z.int().min(1).max(366),
    togetherWithinHours: z.int().min(1).max(720),
  }),
  /** At least so many entries for earlier days within so many days. */
  lateEntries: z.strictObject({ ofAccount: redemptions, ofMerchant: redemptions, withinDays: z.int().min(1).max(366) }),
}
export type Thresholds = z.infer<z.ZodObject<typeof thresholdsShape>>

export const thresholdsSchema = z.strictObject({
  ...thresholdsShape,
  /** What differs for programmes of a kind. */
  programmeKinds: z.record(programmeKind, z.strictObject(thresholdsShape).partial()),
})
export type AllThresholds = z.infer<typeof thresholdsSchema>

/** When something is a finding: data, and part of what read models are made by. */
export const findingsThresholds: AllThresholds = thresholdsSchema.parse(thresholdsData)

export function thresholdsFor({ programmeKinds, ...general }: AllThresholds, kind: string | undefined): Thresholds {
  const own = kind === undefined || !Object.hasOwn(programmeKinds, kind) ? {} : programmeKinds[kind]
  return { ...general, ...own } as Thresholds
}

/** Differs whenever a threshold does. */
export const thresholdsNumber = Number.parseInt(
  createHash('sha256').update(JSON.stringify(findingsThresholds)).digest('hex').slice(0, 8),
  16,
)
