import { httpLimits } from './limits.ts'
import type { Logger } from './logger.ts'

/** What must be let go of at the end, in the reverse order of taking. */
export interface Shutdown {
  /** Registers a step; steps run last-registered first. */
  add(name: string, step: () => Promise<void> | void): void
  /** Runs every step once, failing ones included (logged). The same promise however often it is called; false when a step failed. */
  stop(): Promise<boolean>
  /**
   * Stops on SIGTERM and SIGINT and ends the process: code 0, or 1 when a step failed or `drainMs` is over. A second signal ends it at once.
   */
  onSignals(options?: { drainMs?: number; exit?: (code: number) => void }): void
}

export function createShutdown(logger: Logger): Shutdown {
  const steps: { name: string; step: () => Promise<void> | void }[] = []
  let stopped: Promise<boolean> | undefined

  const shutdown: Shutdown = {
    add: (name, step) => void steps.unshift({ name, step }),
    stop() {
      stopped ??= runAll()
      return stopped
    },
    onSignals({ drainMs = httpLimits.drainMs, exit = (code: number) => process.exit(code) } = {}) {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => void stopFor(signal, drainMs, exit))
      }
    },
  }
  return shutdown

  async function runAll(): Promise<boolean> {
    let allStopped = true
    for (const { name, step } of steps) {
      try {
        await step()
      } catch (error) {
        allStopped = false
        logger.error({ step: name, err: error }, 'stop-failed')
      }
    }
    return allStopped
  }

  async function stopFor(signal: string, drainMs: number, exit: (code: number) => void): Promise<void> {
    if (stopped) return exit(1)
    logger.info({ signal }, 'stopping')
    const overdue = setTimeout(() => {
      logger.error({ drainMs }, 'stop-overdue')
      exit(1)
    }, drainMs)
    const allStopped = await shutdown.stop()
    clearTimeout(overdue)
    exit(allStopped ? 0 : 1)
  }
}
