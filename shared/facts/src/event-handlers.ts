import { type DataOf, type EventType, eventCodec } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** What a room's copy makes of each event that it minds; events without a handler are passed over. */
export type EventHandlers = {
  readonly [T in EventType]?: (data: DataOf<T>, source: SequencedEvent) => void
} & {
  /** Of every event, before its own handler. */
  readonly '*'?: (source: SequencedEvent) => void
}

/** The `project` of `RoomCopy.applyBatch`: each event in its newest version to its handler. */
export function projectWith(handlers: EventHandlers): (source: SequencedEvent) => void {
  const { '*': handleAny, ...typed } = handlers
  const byType: Readonly<Record<string, ((data: never, source: SequencedEvent) => void) | undefined>> = typed
  return (source) => {
    handleAny?.(source)
    const handle = byType[source.type]
    if (handle) handle(eventCodec.decode(source).data as never, source)
  }
}
