import type { QueryContext } from '../query-context.ts'
import { readEventAt } from '../read-model/event-source.ts'
import { toProjected } from '../read-model/generation.ts'
import type { Projected } from '../read-model/projection.ts'

/** What was recorded of one merchant's statements in a programme. */
export function* statementEvents(
  { generation, source }: QueryContext,
  stream: string,
  through: number,
): Iterable<Projected> {
  for (const sequence of generation.references.candidates(stream, { after: 0, through })) {
    const event = readEventAt(source, sequence)
    if (event.stream === stream) yield toProjected(event)
  }
}
