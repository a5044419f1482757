import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { accountsFacts } from '@welfare/accounts/accounts.facts.ts'
import { createAccountsService } from '@welfare/accounts/accounts.service.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { guardScope } from '@welfare/http/authority/scope.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute } from '@welfare/http/route.ts'
import { startServices } from '@welfare/http/service.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'

export interface FrontDoor {
  /** What a till's request passes before its command is looked at: who asks, may its role, does what it names lie within its scope. */
  pass(input: object): Promise<void>
  close(): Promise<void>
}

/** Accounts and places as the ledger has them, following the store, with one till that is signed in. */
export async function openFrontDoor(store: SqliteStore, folder: string, merchant: string): Promise<FrontDoor> {
  mkdirSync(folder, { recursive: true })
  const logger = createLogger({ level: 'error' })
  const keyStore = openKeyStore({
    file: join(folder, 'keys.db'),
    masterKeyFile: join(folder, 'master.key'),
    onGenerated: () => {},
  })
  const followed = followLedger(
    {
      runner: createCommandRunner({ store, inputHashKey: keyStore.ledgerSecret('input-hash') }),
      feed: createInProcessFeed(store),
      store,
      clock: systemClock,
      logger,
      folder,
      keyStore,
    },
    [accountsFacts],
  )
  const shutdown = createShutdown(logger)
  shutdown.add('keys', () => keyStore.close())
  const secretsFile = join(folder, 'secrets.db')
  const identity = createAccountsService({ ...followed.dependencies, secretsFile, isSecure: false })
  await startServices([...followed.services, identity], shutdown)
  const scope = { divisions: ['632701'], merchants: [merchant] }
  const token = await identity.issueToken({ account: 'till-1', role: 'merchant-till', scope })
  const headers = { authorization: `Bearer ${token}` }

  return {
    async pass(input) {
      const authenticated = identity.authenticator.authenticate({
        method: 'POST',
        target: '/v1/vouchers/7KQ2M9XHT4/redemptions',
        headers,
      })
      if (!authenticated || isProblem(authenticated)) throw new Error('the till is not let in')
      const { actor } = authenticated
      const row = authorityTable.redeemMeal
      if (actor.role === 'anonymous' || !row.roles.includes(actor.role)) throw new Error('the till may not redeem')
      const outside = await guardScope(redemption, row, actor, [{ code: '7KQ2M9XHT4' }, {}, input], followed.scopeIndex)
      if (outside) throw new Error(`what the till names is outside: ${outside.code}`)
    },
    async close() {
      await shutdown.stop()
    },
  }
}

const redemption = defineRoute({
  method: 'post',
  path: '/v1/vouchers/{code}/redemptions',
  operationId: 'redeemMeal',
  summary: '',
  tag: '',
  answers: {},
  refusals: {},
  handle: () => ({ status: 201 }),
})
