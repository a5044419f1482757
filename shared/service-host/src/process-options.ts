import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Shutdown } from '@welfare/process/lifecycle.ts'

/** What the composing process may give it beside the configuration. Production gives nothing. */
export interface ProcessOptions<Service = unknown> {
  /** Default: the machine's. */
  readonly clock?: Clock
  onListening?(running: Running<Service>): void
}

export interface Running<Service> {
  readonly url: string
  readonly service: Service
  readonly store: EventStore
  readonly consumers: readonly Consumer[]
  readonly shutdown: Shutdown
}
