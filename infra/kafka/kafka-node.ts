import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Always the same, so that a folder that was formatted once can be started again. */
const CLUSTER_ID = 'd2VsZmFyZS1sZWRnZXItMQ'

export interface NodeSettings {
  readonly id: number
  readonly brokerPort: number
  readonly controllerPort: number
  /** `1@127.0.0.1:19093,…` */
  readonly voters: string
  readonly template: string
  readonly heapMegabytes: number
  /** See `ClusterOptions`. */
  readonly isShortLived: boolean
  readonly folder: string
  readonly jars: string
}

/** One process of Kafka, alone or among three. It outlives the process that started it. */
export interface KafkaNode {
  readonly id: number
  readonly broker: string
  readonly pid: number | undefined
  /** Sends the signal. Resolves when the process has ended; at once for SIGSTOP and SIGCONT. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Formats the folder where it is new and starts the process. Harmless while it runs. Whether it answers is to be asked. */
  start(): Promise<void>
}

export function kafkaNode(settings: NodeSettings): KafkaNode {
  const { id, folder, brokerPort } = settings
  const propertiesFile = join(folder, 'node.properties')
  const pidFile = join(folder, 'pid')
  let pid = readPid()

  return {
    id,
    broker: `127.0.0.1:${brokerPort}`,
    get pid() {
      return pid
    },
    async kill(signal) {
      if (!(await isRunning())) return
      if (pid !== undefined) process.kill(pid, signal)
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') return
      while (await isRunning()) await delay(POLL_MS)
      pid = undefined
    },
    async start() {
      if (await isRunning()) return
      mkdirSync(folder, { recursive: true })
      writeFileSync(propertiesFile, fillIn(settings))
      if (!existsSync(join(folder, 'data', 'meta.properties'))) await format()
      pid = launch()
      writeFileSync(pidFile, String(pid))
    },
  }

  async function format(): Promise<void> {
    const words = ['format', '-t', CLUSTER_ID, '-c', propertiesFile, '--ignore-formatted']
    await run('java', [...javaWords('64', true), 'kafka.tools.StorageTool', ...words])
  }

  function launch(): number {
    const log = openSync(join(folder, 'server.log'), 'a')
    const words = [...javaWords(String(settings.heapMegabytes), settings.isShortLived), 'kafka.Kafka', propertiesFile]
    const child = spawn('java', words, { detached: true, stdio: ['ignore', log, log], cwd: folder })
    child.unref()
    if (child.pid === undefined) throw new Error('java could not be started')
    return child.pid
  }

  function javaWords(megabytes: string, isShortLived: boolean): string[] {
    return [
      ...(isShortLived ? ['-XX:TieredStopAtLevel=1'] : []),
      ...[`-Xmx${megabytes}m`, '-XX:+UseSerialGC', '-cp', `${settings.jars}/*`],
      ...['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'],
    ]
  }

  function readPid(): number | undefined {
    if (!existsSync(pidFile)) return undefined
    const noted = Number(readFileSync(pidFile, 'utf8'))
    return Number.isSafeInteger(noted) && noted > 1 ? noted : undefined
  }

  /** A number may have gone to another program since: only one that runs this node's file is ours. */
  async function isRunning(): Promise<boolean> {
    pid ??= readPid()
    if (pid === undefined) return false
    const { stdout } = await run('ps', ['-o', 'args=', '-ww', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    return stdout.includes(propertiesFile)
  }
}

const POLL_MS = 50

function fillIn(settings: NodeSettings): string {
  const values: Record<string, string> = {
    nodeId: String(settings.id),
    voters: settings.voters,
    brokerPort: String(settings.brokerPort),
    controllerPort: String(settings.controllerPort),
    dataFolder: join(settings.folder, 'data'),
  }
  return readFileSync(settings.template, 'utf8').replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${settings.template}: {${name}} is nothing that is known`)
    return value
  })
}
