import { type Decision, type JsonObject, refuse } from '@welfare/decider/decider.ts'

export type DayRefusal =
  | 'late-entry-needs-reason'
  | 'late-entry-not-allowed'
  | 'late-entry-too-late'
  | 'late-entry-in-the-future'

/**
 * An act whose day the rule for late entries refuses. The stream says so, and not the route: a request sent again on a later day is recognised
 * there first, and answered as the first time.
 */
export interface RefuseDay {
  readonly type: 'RefuseDay'
  readonly code: DayRefusal
  readonly facts: JsonObject
}

export function refuseDay({ code, facts }: RefuseDay): Decision<never, DayRefusal> {
  return refuse(code, facts)
}
