import { type DataOf, type EventType, eventCodec } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** What a service's facts make of each event that it minds; events without a handler are passed over. */
export type EventHandlers = {
  readonly [T in EventType]?: (data: DataOf<T>, source: SequencedEvent) => void
} & {
  /** Of every event, before its own handler. */
  readonly '*'?: (source: SequencedEvent) => void
}

export type Handle = (data: never, source: SequencedEvent) => void

/** The `project` of `ProjectionFile.applyBatch`: each event, decoded once, in its newest version to its handlers in the order given. */
export function projectWith(...all: readonly EventHandlers[]): (source: SequencedEvent) => void {
  const ofAny = all.flatMap(({ '*': handle }) => (handle ? [handle] : []))
  const byType = new Map<string, Handle[]>()
  for (const { '*': _, ...typed } of all)
    for (const [type, handle] of Object.entries(typed) as [string, Handle][])
      byType.set(type, [...(byType.get(type) ?? []), handle])
  return (source) => {
    for (const handle of ofAny) handle(source)
    const handlers = byType.get(source.type)
    if (!handlers) return
    const data = eventCodec.decode(source).data as never
    for (const handle of handlers) handle(data, source)
  }
}
