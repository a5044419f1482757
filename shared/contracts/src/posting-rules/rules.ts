import type { DataOf, EventType } from '../catalogue.ts'
import type { Leg } from '../legs.ts'

/** Said of an event that moves neither money nor goods: a type that is not listed at all has no rule, and is an error. */
export const movesNothing = 'moves nothing'

/** What one type of event moves, of its data and the stream it stands in alone; an event of an older version is lifted first. */
export type PostingRule<T extends EventType> = typeof movesNothing | ((data: DataOf<T>, stream: string) => Leg[])

/** Type of event → what it moves. Exhaustive for the types it is made for. */
export type PostingRules<T extends EventType> = { readonly [Type in T]: PostingRule<Type> }
