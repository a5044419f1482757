import { systemClock } from '@welfare/service-kit/clock.ts'
import { createShutdown } from '@welfare/service-kit/lifecycle.ts'
import type { Logger } from '@welfare/service-kit/logger.ts'
import type { Ledger } from '../compose.ts'
import { announceServer, removeAnnouncement } from './server-file.ts'

/** Tells other commands where the ledger is served, and goes on until SIGTERM or SIGINT; then drains, and ends the process. */
export function keepServing({ ledger, url, logger }: { ledger: Ledger; url: string; logger: Logger }): void {
  const { folder, store } = ledger
  announceServer(folder, {
    url,
    // Of the process, not of the ledger, whose clock may be simulated.
    startedAt: systemClock.now().toISOString(),
    ledger: store.ledger,
    epoch: store.epoch,
  })
  const shutdown = createShutdown(logger)
  shutdown.add('ledger', async () => {
    if (!(await ledger.close())) throw new Error('the ledger was not closed cleanly')
  })
  // Runs first: while the ledger is still locked by us, so that nobody else's announcement can be removed.
  shutdown.add('announcement', () => removeAnnouncement(folder))
  shutdown.onSignals()
}
