import type { Scope } from '@welfare/contracts/authority.ts'
import { categoryOf } from '@welfare/contracts/primitives.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { QueryContext } from '../query-context.ts'
import { readEventAt } from '../read-model/event-source.ts'
import { toProjected } from '../read-model/generation.ts'
import { createScopeFilter, type ScopeFilter } from '../scope-filter.ts'

/**
 * Which events lie within a scope: those with a leg within it; else by the programme that they name, the thing whose stream they stand in, or
 * the division that they name. An event that says none of this lies where its stream begins.
 */
export function createEventFilter(
  context: QueryContext,
  scope: Scope | undefined,
  sequence: number,
): (event: SequencedEvent) => boolean {
  const filter = createScopeFilter(context.generation, scope, sequence)
  if (filter.isEverything) return () => true
  const beginnings = new Map<string, boolean>()

  function isStreamWithin(stream: string): boolean {
    const known = beginnings.get(stream)
    if (known !== undefined) return known
    const first = findFirst(context, stream, sequence)
    const isWithin = (first && check(context, filter, first, sequence)) ?? false
    beginnings.set(stream, isWithin)
    return isWithin
  }

  return (event) => check(context, filter, event, sequence) ?? isStreamWithin(event.stream)
}

function findFirst({ generation, source }: QueryContext, stream: string, through: number): SequencedEvent | undefined {
  for (const sequence of generation.references.candidates(stream, { after: 0, through })) {
    const event = readEventAt(source, sequence)
    if (event.stream === stream) return event
  }
  return undefined
}

/** `undefined` where the event does not say where it belongs. */
function check(
  { generation: { directory } }: QueryContext,
  filter: ScopeFilter,
  recorded: SequencedEvent,
  sequence: number,
): boolean | undefined {
  const { legs } = toProjected(recorded)
  if (legs.length > 0) return legs.some(filter.holds)
  const { stream, data } = recorded
  if (typeof data.programme === 'string') {
    const merchant = typeof data.merchant === 'string' ? data.merchant : undefined
    return filter.holds({ programme: data.programme, merchant })
  }
  const category = categoryOf(stream)
  switch (category) {
    case 'programme':
    case 'fund':
    case 'depot':
    case 'site':
    case 'consignment':
      return filter.holds({ [category]: stream })
    case 'merchant':
      return filter.holdsAt({ division: directory.find(category, stream, sequence)?.division ?? '', merchant: stream })
    case 'item':
    case 'kit':
      return true
    default:
      return typeof data.division === 'string' ? filter.holdsAt({ division: data.division }) : undefined
  }
}
