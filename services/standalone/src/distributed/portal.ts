import { accountsFacts } from '@welfare/accounts/accounts.facts.ts'
import { type AccountsService, createAccountsService } from '@welfare/accounts/accounts.service.ts'
import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { createGateway } from '@welfare/portal/gateway.service.ts'
import { openPages } from '@welfare/portal/pages.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { ConfigError } from '@welfare/process/config.ts'
import { readTls } from '@welfare/process/tls-files.ts'
import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { version } from '@welfare/service-host/version.ts'

/** The gateway and, in its process, accounts: sessions and tokens are asked for with every request. */
export function runPortal(options?: ProcessOptions<AccountsService>): Promise<void> {
  return runService(
    'portal',
    [accountsFacts],
    (dependencies, { config, shutdown, logger, store, keyStore, folder }) => {
      const { backends } = config
      if (backends === undefined) throw new ConfigError([], ['WELFARE_SERVICE_URLS'])
      const accounts = createAccountsService({
        ...dependencies,
        secretsFile: folder.accountsFile,
        isSecure: config.tls !== undefined || config.isBehindTlsProxy,
        signOn: config.signOn,
      })
      return {
        service: accounts,
        tls: config.tls && readTls(config.tls),
        async createApp(parts) {
          const gateway = createGateway({
            ...parts,
            pages: openPages(),
            routes: accounts.routes,
            backends,
            statements: createActorStatements(keyStore.ledgerSecret('gateway'), systemClock),
            authority: authorityTable,
            authenticator: accounts.authenticator,
            version: { name: 'welfare-ledger', version, ledger: store.ledger, epoch: store.epoch },
          })
          shutdown.add('gateway', () => gateway.stop())
          await gateway.start()
          const setupCode = accounts.setupCode()
          // For the operator, as on the terminal of a ledger in one process; good until this process ends.
          if (setupCode !== undefined)
            logger.warn({ setupCode }, 'nobody-administers: POST /v1/setup opens the first administrator')
          return gateway.app
        },
      }
    },
    options,
  )
}
