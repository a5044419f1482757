import type { Consumer } from './consumer.ts'

/** A part of a process that serves nobody by itself: it follows the ledger for the services beside it. */
export interface FollowingService {
  readonly name: string
  readonly routes: readonly never[]
  readonly consumers: readonly Consumer[]
  start(): Promise<void>
  stop(): Promise<void>
}
