import type { z } from 'zod'

/** JSON as events hold it. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type EventData = { readonly [key: string]: Json }

/** One step up: what version n's data looks like in version n + 1. Pure; reads nothing but the data. */
export type Upcaster = (data: EventData) => EventData

/** What is new in version n + 1 may be absent. */
export const unchanged: Upcaster = (data) => data

export interface EventDefinition {
  /** The kind of stream that the event stands in. */
  readonly category: string
  /** The version written today. Every version ever shipped keeps a golden file. */
  readonly schemaVersion: number
  readonly schema: z.ZodType
  /** `upcasters[n]` lifts version n to n + 1; one for each version before `schemaVersion`. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>
}
