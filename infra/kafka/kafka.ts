import { parseArgs } from 'node:util'
import { type ClusterOptions, countBrokers, defaultPort, describeKafka, startKafka } from './kafka-cluster.ts'

const usage = 'kafka.ts up|down|status [--nodes 1|3] [--port 19092] [--folder <where it stores>]'

/** A real Kafka for development and tests: up, down, status. The exit code of `status` is 0 where every broker answers. */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      nodes: { type: 'string', default: '1' },
      port: { type: 'string', default: String(defaultPort) },
      folder: { type: 'string' },
    },
  })
  const port = Number(values.port)
  const isUsable = (values.nodes === '1' || values.nodes === '3') && Number.isInteger(port) && port > 0 && port < 65_530
  if (!isUsable) return say(usage, 2)
  const options: ClusterOptions = {
    nodes: values.nodes === '3' ? 3 : 1,
    port,
    ...(values.folder !== undefined && { folder: values.folder }),
  }
  switch (positionals.join(' ')) {
    case 'up':
      return say(`Kafka answers at ${(await startKafka(options)).brokers.join(',')}`, 0)
    case 'down':
      await describeKafka(options).stop()
      return say('Kafka has ended', 0)
    case 'status':
      return status(options)
    default:
      return say(usage, 2)
  }
}

async function status(options: ClusterOptions): Promise<number> {
  const { brokers, nodes } = describeKafka(options)
  const answering = await countBrokers(brokers)
  for (const { id, broker, pid } of nodes)
    say(`node ${id} at ${broker}: ${pid === undefined ? 'never started' : `pid ${pid}`}`, 0)
  return say(`${answering} of ${nodes.length} brokers answer`, answering === nodes.length ? 0 : 1)
}

function say(line: string, exitCode: number): number {
  process.stdout.write(`${line}\n`)
  return exitCode
}

process.exitCode = await main()
