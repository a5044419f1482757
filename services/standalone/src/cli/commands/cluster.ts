import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createShutdown } from '@welfare/service-kit/lifecycle.ts'
import { createLogger } from '@welfare/service-kit/logger.ts'
import { startKafka } from '../../../../../infra/kafka/kafka-cluster.ts'
import { playOnCluster } from '../../cluster/play-on-cluster.ts'
import { summarise } from '../../demo/summary.ts'
import type { ClusterCommandOptions } from '../add-services.ts'
import type { CliContext } from '../cli-context.ts'
import { refused } from '../failure.ts'

/** Where brokers are not configured, one of our own is started beside the cluster, and ends with it. */
const OWN_BROKER_PORT = 19_292

/** Starts every service apart on this machine and plays the demonstration there; goes on serving unless `exit`. */
export async function cluster({ config, terminal }: CliContext, options: ClusterCommandOptions): Promise<void> {
  const folder = join(config.dataFolder, 'cluster')
  const { stderr, stdout } = process
  const print = (text: string) => void (terminal.json ? stderr : stdout).write(`${text}\n`)
  const logger = createLogger({ level: config.logLevel ?? 'warn' })
  const shutdown = createShutdown(logger)
  let isStopping = false
  makeFolder(folder)
  shutdown.onSignals({ drainMs: 60_000 })
  try {
    const brokers = config.kafka?.brokers ?? (await startOwnBroker(folder))
    print(
      `Kafka: ${brokers.join(', ')}. Everything else lies in ${folder}, what each process says in ${join(folder, 'logs')}.`,
    )
    const {
      cluster: running,
      api,
      sequence,
    } = await playOnCluster({
      folder,
      brokers,
      storeUrl: config.store?.url,
      port: config.port,
      instances: { vouchers: options.vouchers, funds: options.funds, projections: options.projections },
      print,
      onStarted(started) {
        shutdown.add('cluster', () => started.stop())
        shutdown.add('play', () => {
          isStopping = true
        })
      },
    })
    print(`\n${await summarise(api)}\n`)
    terminal.answer(
      { url: running.url, folder, sequence },
      () => `Serving on ${running.url}; ${sequence} events. Stop with Ctrl+C.`,
    )
  } catch (error) {
    // Told to stop in the middle of the play: what it was asking is not answered any more.
    if (isStopping) return
    await shutdown.stop()
    throw error
  }
  if (options.exit) await shutdown.stop()

  async function startOwnBroker(beside: string): Promise<readonly string[]> {
    const kafka = await startKafka({ nodes: 1, port: OWN_BROKER_PORT, folder: join(beside, 'kafka') })
    shutdown.add('kafka', () => kafka.stop())
    return kafka.brokers
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code === 'ENOENT') {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return
    }
    if (error.code !== 'EEXIST') throw error
    throw refused('cluster-there', `${folder} holds a cluster already: choose another WELFARE_DATA_DIR.`, { folder })
  }
}
