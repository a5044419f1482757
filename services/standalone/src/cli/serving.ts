import type { LocalRole } from '@welfare/accounts/accounts-authenticator.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { Ledger } from '../compose.ts'
import { announceServer, removeAnnouncement } from './server-file.ts'

/** Tells other commands where the ledger is served. */
export function announce(ledger: Ledger, url: string): void {
  const { folder, store } = ledger
  announceServer(folder, {
    url,
    tokens: localTokens(ledger),
    // Of the process, not of the ledger, whose clock may be simulated.
    startedAt: systemClock.now().toISOString(),
    ledger: store.ledger,
    epoch: store.epoch,
  })
}

/** Takes the announcement along while the ledger is still locked by us, so that nobody else's can be removed. */
export async function stopServing(ledger: Ledger): Promise<void> {
  removeAnnouncement(ledger.folder)
  await ledger.close()
}

/** What the operator, who may read the ledger's own files, can ask as. */
export function localTokens({ identity }: Pick<Ledger, 'identity'>): Readonly<Record<LocalRole, string>> {
  return {
    officer: identity.localToken('officer'),
    auditor: identity.localToken('auditor'),
    administrator: identity.localToken('administrator'),
  }
}

/** Announces the server, and goes on until SIGTERM or SIGINT; then drains, and ends the process. */
export function keepServing({ ledger, url, logger }: { ledger: Ledger; url: string; logger: Logger }): void {
  const { folder } = ledger
  announce(ledger, url)
  const shutdown = createShutdown(logger)
  shutdown.add('ledger', async () => {
    if (!(await ledger.close())) throw new Error('the ledger was not closed cleanly')
  })
  // Runs first: while the ledger is still locked by us, so that nobody else's announcement can be removed.
  shutdown.add('announcement', () => removeAnnouncement(folder))
  shutdown.onSignals()
}
