import type { TrailAnswer } from '@welfare/reports/journal/trail.contract.ts'
import type { CliContext } from '../cli-context.ts'
import { renderTrail } from '../tables/trail-text.ts'
import { withApi } from '../with-api.ts'

const MAX_PAGE = 1_000

/** Every event that belongs to a thing or names it. */
export async function trail(
  context: CliContext,
  id: string,
  { at, limit }: { readonly at?: string; readonly limit: number },
): Promise<void> {
  const path = `/v1/trail/${encodeURIComponent(id)}`
  const answer = await withApi(context, 'auditor', async (api) => {
    const first = await api.read<TrailAnswer>(path, { at, limit: Math.min(limit, MAX_PAGE) })
    const events = [...first.events]
    let cursor = first.nextCursor
    while (cursor !== null && events.length < limit) {
      const page = await api.read<TrailAnswer>(path, { limit: Math.min(limit - events.length, MAX_PAGE), cursor })
      events.push(...page.events)
      cursor = page.nextCursor
    }
    return { ...first, events, nextCursor: cursor }
  })
  context.terminal.answer(answer, () => renderTrail(answer))
}
