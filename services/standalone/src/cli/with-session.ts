import { randomUUID } from 'node:crypto'
import { type ApiClient, createApiClient } from './api-client.ts'
import type { CliContext } from './cli-context.ts'
import { CommandFailedError, refused } from './failure.ts'
import { ledgerAt } from './server-file.ts'
import { type CliSession, readSession } from './session-file.ts'
import { hasLedger, openOrFind, withApi } from './with-api.ts'

/**
 * Works in the name of who signed in by `welfare login`, at that server; where it does not run and its ledger lies in this folder, in this
 * process. A program says who asks by WELFARE_TOKEN.
 */
export async function withSession<Result>(
  context: CliContext,
  work: (api: ApiClient) => Promise<Result>,
): Promise<Result> {
  const { config } = context
  if (config.token !== undefined) return await withApi(context, 'auditor', work)
  const session = readSession(config.sessionFile)
  if (session === undefined) throw loginRequired(context)
  try {
    return await workAs(context, session, work)
  } catch (error) {
    if (!(error instanceof CommandFailedError) || error.code !== 'credentials-invalid') throw error
    throw refused('session-ended', { account: session.account, server: session.server })
  }
}

export function isSignedIn({ config }: CliContext): boolean {
  return config.token !== undefined || readSession(config.sessionFile) !== undefined
}

async function workAs<Result>(
  context: CliContext,
  { server, ledger, cookie }: CliSession,
  work: (api: ApiClient) => Promise<Result>,
): Promise<Result> {
  const client = (url: string, position?: string) =>
    createApiClient({
      url,
      token: { cookie },
      key: context.key ?? `cli-${randomUUID()}`,
      position,
      language: context.language,
    })
  if (await ledgerAt(server)) return await work(client(server))
  if (!hasLedger(context)) throw refused('server-gone', { server })
  const opened = await openOrFind(context, 'warn')
  if ('tokens' in opened) {
    requireSame(opened.ledger, ledger, server)
    return await work(client(opened.url))
  }
  try {
    requireSame(opened.store.ledger, ledger, server)
    const { url } = await opened.serve({ host: '127.0.0.1', port: 0 })
    return await work(client(url, (await opened.store.head())?.position))
  } finally {
    await opened.close()
  }
}

function requireSame(found: string, signedInAt: string, server: string): void {
  if (found === signedInAt) return
  throw refused('ledger-elsewhere', { server })
}

function loginRequired({ folder }: CliContext): CommandFailedError {
  return refused('login-required', { folder: folder.root })
}
