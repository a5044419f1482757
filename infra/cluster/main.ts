import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '@welfare/process/config.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { summerPlan } from '../../services/standalone/src/demo/plan.ts'
import { summarise } from '../../services/standalone/src/demo/summary.ts'
import { startKafka } from '../kafka/kafka-cluster.ts'
import { playOnCluster } from './play-on-cluster.ts'

/** Where brokers are not configured, one of our own is started beside the cluster, and ends with it. */
const OWN_BROKER_PORT = 19_292

/**
 * `npm run cluster -- [--exit] [--vouchers N] [--funds N] [--reports N]`: starts every service apart on this machine, and what they stand on where
 * it is not configured; plays the demonstration there and goes on serving, unless `--exit`.
 */
try {
  const { values } = parseArgs({
    options: {
      exit: { type: 'boolean', default: false },
      ...{ vouchers: { type: 'string' }, funds: { type: 'string' }, reports: { type: 'string' } },
    },
  })
  const { exit, ...counts } = values
  const instances = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, countOf(name, count)]))
  await run(readConfig(), instances, exit)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

async function run(config: Config, instances: Readonly<Record<string, number>>, isToEnd: boolean): Promise<void> {
  const folder = join(config.dataFolder, 'cluster')
  const print = (text: string) => void process.stdout.write(`${text}\n`)
  const shutdown = createShutdown(createLogger({ level: config.logLevel ?? 'warn' }))
  let isStopping = false
  makeFolder(folder)
  shutdown.onSignals({ drainMs: 60_000 })
  try {
    const brokers = config.kafka?.brokers ?? (await startOwnBroker(folder))
    print(
      `Kafka: ${brokers.join(', ')}. Everything else lies in ${folder}, what each process says in ${join(folder, 'logs')}.`,
    )
    if (config.store === undefined) print('The store is a stand-in: not for the money of a county or a province.')
    const { cluster, api, sequence } = await playOnCluster({
      folder,
      brokers,
      storeUrl: config.store?.url,
      port: config.port,
      instances,
      print,
      onStarted(started) {
        shutdown.add('cluster', () => started.stop())
        shutdown.add('play', () => {
          isStopping = true
        })
      },
    })
    print(`\n${await summarise(api, summerPlan)}\n`)
    print(`Serving on ${cluster.url}; ${sequence} events. Stop with Ctrl+C.`)
  } catch (error) {
    // Told to stop in the middle of the play: what it was asking is not answered any more.
    if (isStopping) return
    await shutdown.stop()
    throw error
  }
  if (isToEnd) await shutdown.stop()

  async function startOwnBroker(beside: string): Promise<readonly string[]> {
    const kafka = await startKafka({ nodes: 1, port: OWN_BROKER_PORT, folder: join(beside, 'kafka') })
    shutdown.add('kafka', () => kafka.stop())
    return kafka.brokers
  }
}

function countOf(name: string, text: string): number {
  if (!/^[1-9]$/.test(text)) throw new Error(`--${name} is a count from 1 to 9, not ${text}`)
  return Number(text)
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
    throw new Error(`${folder} holds a cluster already: choose another WELFARE_DATA_DIR.`, { cause: error })
  }
}
