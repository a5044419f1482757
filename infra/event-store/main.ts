import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { tellListening } from '../cluster/parent.ts'
import { startStandIn } from './stand-in.ts'
import { openStandInLog } from './stand-in-log.ts'

/** `node infra/event-store/main.ts FOLDER [PORT]`: the stand-in as a process, on loopback, until it is told to stop. */
const [folder, port = '0'] = process.argv.slice(2)
if (folder === undefined || !/^\d{1,5}$/.test(port)) {
  process.stderr.write('usage: node infra/event-store/main.ts FOLDER [PORT]\n')
  process.exit(2)
}
const shutdown = createShutdown(createLogger({ level: 'warn' }))
try {
  const log = await openStandInLog(folder)
  shutdown.add('log', () => log.close())
  const standIn = await startStandIn({ log, port: Number(port) })
  shutdown.add('server', () => standIn.kill())
  shutdown.onSignals()
  process.stdout.write(
    `${standIn.url} speaks EventStoreDB's protocol over ${folder}: a stand-in for development and tests, not for a county's or a province's money.\n`,
  )
  tellListening(standIn.url, shutdown)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  await shutdown.stop()
  process.exit(1)
}
