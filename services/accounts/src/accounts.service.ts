import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterFacts } from '@welfare/http/after-facts.ts'
import type { Authenticator } from '@welfare/http/authority/authenticator.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import { createRateLimiter } from '@welfare/http/edge/rate-limit.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import type { SignOnConfig } from '@welfare/process/sign-on-config.ts'
import type { AccountsContext } from './accounts.context.ts'
import { createAccountsFacts } from './accounts.facts.ts'
import { createAccountRoutes } from './accounts.routes.ts'
import { openSecretsStore } from './accounts.store.ts'
import { createAccountsAuthenticator, type LocalRole } from './accounts-authenticator.ts'
import { accountsLimits, codeGuesses, hashingLimits } from './accounts-limits.ts'
import { createAuthorityRoutes } from './authority.routes.ts'
import { createDeviceRoutes } from './devices.routes.ts'
import { createLimitRoutes } from './limits.routes.ts'
import { createSecrets } from './secrets.ts'
import { createAttempts } from './sign-in/attempts.ts'
import { createDoorRoutes, type DoorOptions } from './sign-in/door.routes.ts'
import { createPasswords, type HashingCost } from './sign-in/passwords.ts'
import { createSessionRoutes } from './sign-in/session.routes.ts'
import { createSessionCookie, createTillCookie } from './sign-in/session-cookie.ts'
import { createSessions } from './sign-in/sessions.ts'
import { createSetup } from './sign-in/setup.ts'
import { createSignOnRoutes } from './sign-in/sign-on.routes.ts'
import { createTokenRoutes } from './sign-in/tokens.routes.ts'
import { createSystemAccounts, type SystemAccounts } from './system-accounts.ts'

export interface AccountsDependencies extends ServiceDependencies, DoorOptions {
  /** Hashes of passwords, sessions and tokens; in the folder of the keys, and in their backup. */
  readonly secretsFile: string
  /** Served over TLS, by us or by the proxy before us. */
  readonly isSecure: boolean
  /** Of an OpenID provider; undefined: local accounts only. */
  readonly signOn?: SignOnConfig | undefined
  /** Of new password hashes; default: what `hashingLimits` says. */
  readonly hashingCost?: HashingCost | undefined
}

export interface AccountsService extends ServiceWithJobs, SystemAccounts {
  readonly authenticator: Authenticator
  /** For `Authorization: Bearer`, good until this process ends: for the operator, who has the machine's own files. */
  localToken(role: LocalRole): string
  /** For the terminal; undefined once somebody administers the whole ledger. */
  setupCode(): string | undefined
  exportForBackup(targetFile: string): void
}

/** Who may sign in, as what, and where it holds. The one service that knows secrets of accounts. */
export function createAccountsService(dependencies: AccountsDependencies): AccountsService {
  const { runner, store, clock, logger, keyStore, secretsFile } = dependencies
  mkdirSync(dirname(secretsFile), { recursive: true, mode: 0o700 })
  const vault = openSecretsStore(secretsFile)
  const facts = createAccountsFacts(dependencies.facts.prepare)
  const follower = dependencies.facts.consumer
  const sessions = createSessions(vault, clock)
  const cookie = createSessionCookie(dependencies)
  const tillCookie = createTillCookie(dependencies)
  const secrets = createSecrets(keyStore.ledgerSecret('sign-in'))
  const authenticator = createAccountsAuthenticator({ store: vault, facts, sessions, cookie, tillCookie, clock })
  dependencies.facts.onApplied((events) => {
    if (events.some(({ stream }) => stream.startsWith('account-'))) authenticator.forget()
  })
  const cost = dependencies.hashingCost ?? hashingLimits.cost
  const context: AccountsContext = {
    runner,
    store,
    clock,
    logger,
    facts,
    follower,
    vault,
    secrets,
    passwords: createPasswords({ ...hashingLimits, secrets, cost }),
    attempts: createAttempts(vault, clock),
    sessions,
    cookie,
    tillCookie,
    guesses: {
      byAddress: createRateLimiter(codeGuesses.byAddress),
      together: createRateLimiter(codeGuesses.together),
    },
    alone: createQueue(),
  }
  const setup = createSetup(context)
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  return {
    name: 'identity',
    routes: [
      setup.route,
      ...createDoorRoutes(context, setup, dependencies),
      ...createSessionRoutes(context),
      ...createSignOnRoutes(context, dependencies),
      ...afterFacts(
        [
          ...createAccountRoutes(context),
          ...createAuthorityRoutes(context),
          ...createTokenRoutes(context),
          ...createDeviceRoutes(context),
          ...createLimitRoutes(context),
        ],
        { store, followers: [follower] },
      ),
    ],
    consumers: [],
    authenticator,
    localToken: authenticator.localToken,
    setupCode: setup.code,
    ...createSystemAccounts(context),
    exportForBackup: vault.exportForBackup,
    async start() {
      // Before anybody is let in: an account that was closed, or narrowed, in the last moment before a crash stays so.
      await dependencies.facts.catchUp()
      sessions.flush()
      timer = setInterval(() => sessions.flush(), accountsLimits.sessionSeenEveryMs)
      timer.unref()
    },
    async stop() {
      if (isStopped) return
      isStopped = true
      clearInterval(timer)
      sessions.flush()
      vault.close()
    },
  }
}

/** Works one after the other, whatever becomes of each. */
function createQueue(): AccountsContext['alone'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}
