import type { z } from 'zod'
import type { PlannedRow } from './roster-plan.ts'

type Json = z.infer<ReturnType<typeof z.json>>

/** A row as it is answered: what is undefined is left out. */
export function rowToJson(planned: PlannedRow): Record<string, Json> {
  return JSON.parse(JSON.stringify(planned))
}
