import { setTimeout as delay } from 'node:timers/promises'
import { countText } from '@welfare/printouts/text-table.ts'
import type { ApiClient } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { refused } from '../failure.ts'
import { withApi } from '../with-api.ts'

interface ReadModelStatus {
  readonly generation: number
  readonly sequence: number
  readonly healthy: boolean
  readonly rebuiltThrough: number | null
}

const POLL_MS = 100
/** Read models that fail try again by themselves; a command does not wait for that for ever. */
const UNHEALTHY_PATIENCE_MS = 30_000

/** Fills all read models again from the first event while the old ones serve; ends when the new ones have taken over. */
export async function rebuild(context: CliContext): Promise<void> {
  const { terminal } = context
  await withApi(context, 'administrator', async (api) => {
    // Just opened, they may not serve yet and have no generation to tell the next one from.
    const before = await waitFor(api, ({ generation }) => generation > 0)
    await api.post<ReadModelStatus>('/v1/projections/rebuild', { body: {} })
    const progress = terminal.progress('Rebuilding the read models', before.sequence)
    try {
      const after = await waitFor(api, ({ generation, rebuiltThrough, sequence }) => {
        progress.update(rebuiltThrough ?? 0, sequence)
        return generation > before.generation && rebuiltThrough === null
      })
      progress.stop()
      terminal.answer(
        after,
        () => `The read models were filled anew through sequence ${countText(after.sequence)} and have taken over.`,
      )
    } finally {
      progress.stop()
    }
  })
}

async function waitFor(api: ApiClient, fits: (status: ReadModelStatus) => boolean): Promise<ReadModelStatus> {
  let healthyAt = performance.now()
  for (;;) {
    const status = await api.get<ReadModelStatus>('/v1/projections')
    if (fits(status)) return status
    if (status.healthy) healthyAt = performance.now()
    else if (performance.now() - healthyAt > UNHEALTHY_PATIENCE_MS) {
      throw refused('read-models-failing')
    }
    await delay(POLL_MS)
  }
}
