import type { CliContext } from '../cli-context.ts'
import { withApi } from '../with-api.ts'

interface LogKey {
  readonly verifierKey: string
  readonly statement?: string
}

/** The keys by which checkpoints are verified: give the newest to the auditor. */
export async function printLogKeys(context: CliContext): Promise<void> {
  const { items } = await withApi(context, 'auditor', (api) =>
    api.get<{ readonly items: readonly LogKey[] }>('/v1/log/keys'),
  )
  context.terminal.answer({ items }, () => items.map(({ verifierKey }) => verifierKey).join('\n'))
}

export interface RotateOptions {
  readonly retirePrevious?: boolean
}

export async function rotateLogKey(context: CliContext, { retirePrevious = false }: RotateOptions = {}): Promise<void> {
  const made = await withApi(context, 'administrator', (api) =>
    api.post<LogKey>('/v1/log/key-rotations', { body: { retirePrevious } }),
  )
  context.terminal.answer(made, () =>
    [
      `New checkpoints are verified by ${made.verifierKey}`,
      retirePrevious
        ? 'The key before signs no more; it has named this one in a statement under /v1/log/keys.'
        : 'The key before signs them too until the next rotation; it has named this one in a statement under /v1/log/keys.',
    ].join('\n'),
  )
}
