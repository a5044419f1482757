import { keepPublicEncrypted } from '@welfare/http/edge/server.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { isLoopback } from '@welfare/process/loopback.ts'
import { readTls } from '@welfare/process/tls-files.ts'
import { readDemoState } from '../../demo/demo-clock.ts'
import type { CliContext } from '../cli-context.ts'
import { refused } from '../failure.ts'
import { keepServing } from '../serving.ts'
import { openOrFind } from '../with-api.ts'

const loopback = { host: '127.0.0.1', port: 0 } as const

/** Opens the ledger and serves it until the process is told to stop. */
export async function serve(context: CliContext): Promise<void> {
  const { config, folder, terminal } = context
  const logLevel = config.logLevel ?? 'info'
  // Before a ledger is begun: the keys of one that a wrong setting left behind would have to be kept for ever.
  keepPublicEncrypted(config)
  if (config.tls !== undefined) readTls(config.tls)
  const ledger = await openOrFind(context, logLevel, { isServer: true })
  if ('tokens' in ledger) {
    const { url } = ledger
    throw refused('already-served', { folder: folder.root, url })
  }
  try {
    const { url } = await ledger.serve(config)
    // Commands on this machine need neither the certificate nor the name that it is for.
    const local = url.startsWith('https:') || !isLoopback(config.host) ? await ledger.serve(loopback) : { url }
    const logger = createLogger({ level: logLevel })
    keepServing({ ledger, url: local.url, logger })
    if (!isLoopback(config.host) && config.allowedHosts === undefined) {
      logger.warn({ host: config.host, setting: 'WELFARE_ALLOWED_HOSTS' }, 'hosts-not-named')
      terminal.note(hostsText(config.host))
    }
    const { ledger: id, epoch } = ledger.store
    const demo = readDemoState(folder)
    const setupCode = ledger.identity.setupCode()
    const answer = { url, docs: `${url}/docs`, ledger: id, epoch, dataFolder: folder.root }
    terminal.answer({ ...answer, ...(setupCode !== undefined && { setupCode }) }, () =>
      [
        `The ledger in ${folder.root} is served at ${url}: open it in a browser. Its API is described at ${url}/docs.`,
        ...(demo ? [`It is the demonstration's (${demo.scenario}), on a simulated clock.`] : []),
        ...(setupCode === undefined ? [] : [setupText(url, setupCode)]),
      ].join('\n'),
    )
  } catch (error) {
    await ledger.close()
    throw error
  }
}

function setupText(url: string, setupCode: string): string {
  return [
    `Nobody administers it yet. The first administrator is opened with the code ${setupCode}, good until this server ends:`,
    `in a browser at ${url}, by POST ${url}/v1/setup {"code", "account", "password"},`,
    'or here, by `welfare account open <account> --role administrator`.',
  ].join('\n')
}

function hostsText(host: string): string {
  return [
    `It can be reached from other machines (${host}), but under no name of theirs: every request for another host than this machine is`,
    'answered 421 host-not-allowed. WELFARE_ALLOWED_HOSTS names the hosts, such as ledger.example.org.',
  ].join('\n')
}
