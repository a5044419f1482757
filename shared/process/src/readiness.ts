/** What operators are told of a follower of the ledger. */
export interface WatchedConsumer {
  readonly name: string
  readonly healthy: boolean
  /** Failures since the start. */
  readonly failures: number
  /** What it does for each service, where one's stands while the others go on. */
  readonly parts?: readonly WatchedConsumer[]
}

/** One named answer to "can it serve?". */
export interface ReadinessCheck {
  readonly name: string
  check(): boolean | Promise<boolean>
}

/** Not ready while a consumer stands: what it feeds would be out of date. */
export function consumerChecks(consumers: readonly WatchedConsumer[]): ReadinessCheck[] {
  return consumers.flatMap((consumer) => [
    { name: `consumer-${consumer.name}`, check: () => consumer.healthy },
    ...(consumer.parts ?? []).map((part) => ({ name: part.name, check: () => part.healthy })),
  ])
}

/** A check that throws has failed; its error is the log's business. */
export async function runChecks(
  checks: readonly ReadinessCheck[],
  onError: (name: string, error: unknown) => void,
): Promise<{ ready: boolean; checks: Record<string, 'ok' | 'failing'> }> {
  const results = await Promise.all(checks.map((check) => runCheck(check, onError)))
  return {
    ready: results.every(([, isOk]) => isOk),
    checks: Object.fromEntries(results.map(([name, isOk]) => [name, isOk ? 'ok' : 'failing'])),
  }
}

async function runCheck(
  { name, check }: ReadinessCheck,
  onError: (name: string, error: unknown) => void,
): Promise<readonly [string, boolean]> {
  try {
    return [name, await check()]
  } catch (error) {
    onError(name, error)
    return [name, false]
  }
}
