import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { everything } from '@welfare/contracts/authority.ts'
import {
  type ActorStatements,
  actorStatementHeader,
  createActorStatements,
} from '@welfare/http/authority/actor-statement.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { inheritedEnvironment } from '@welfare/process/config.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { type Child, standInProgram, startChild } from '../../infra/cluster/child.ts'
import { createFileClock } from '../../infra/cluster/file-clock.ts'
import { startsAt } from './brokers-history.fixture.ts'
import { startChild as startMemberChild } from './child-process.fixture.ts'

/** A process that may be killed and comes back as itself: the same name, the same folder. */
export interface Restartable {
  readonly name: string
  readonly url: string
  /** SIGKILL. */
  kill(): Promise<void>
  start(): Promise<void>
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** The answer's body. @throws Error on any other status than 200 */
  get(path: string): Promise<string>
}

export interface Member {
  readonly name: string
  /** By SIGTERM. Rejects where it ended by itself. */
  end(): Promise<void>
  /** By SIGKILL, when it has counted something more and the group has not heard of it. */
  dieBehindEffect(): Promise<void>
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
}

export interface Processes {
  /** Of the store. */
  readonly storeUrl: string
  readonly relays: readonly Restartable[]
  readonly replicas: readonly Restartable[]
  /** Where a replica keeps its copy of the log. */
  logOf(process: Restartable): string
  startMember(ledger: string, countFile: string): Member
  /** The read models once more, made from the store, which it follows without brokers. */
  startRebuild(): Promise<Restartable>
  stop(): Promise<void>
}

/** A store, two relays and two replicas of the read models, each as `welfare service` runs it, with a clock that stands. */
export async function startProcesses(folder: string, brokers: readonly string[]): Promise<Processes> {
  const [keysFolder, clockFile] = [join(folder, 'keys'), join(folder, 'clock')]
  for (const path of [join(folder, 'logs'), keysFolder]) mkdirSync(path, { recursive: true, mode: 0o700 })
  const statements = openStatements(folder, keysFolder)
  createFileClock(clockFile, startsAt)
  const ending: (() => Promise<void>)[] = []
  let members = 0

  const start = (name: string, service: string, environment: Record<string, string>): Promise<Child> =>
    startChild({
      name,
      words: [service, clockFile],
      environment: {
        ...inheritedEnvironment(),
        ...{ WELFARE_KEYS_DIR: keysFolder, WELFARE_LOG_LEVEL: 'warn', PORT: '0' },
        ...{ WELFARE_DATA_DIR: join(folder, name), ...environment },
      },
      logFile: join(folder, 'logs', `${name}.log`),
    })
  const startRestartable = async (name: string, service: string, environment: Record<string, string>) => {
    const begin = () => start(name, service, environment)
    let child = await begin()
    ending.push(() => child.stop())
    const restartable: Restartable = {
      name,
      get url() {
        return child.url
      },
      kill: () => child.kill(),
      async start() {
        child = await begin()
      },
      signal: (signal) => void child.process.kill(signal),
      get: (path) => get(child.url, path, statements),
    }
    return restartable
  }
  const stop = async (): Promise<void> => {
    for (const end of ending.splice(0).reverse()) await end()
  }

  try {
    const store = await startChild({
      name: 'store',
      program: standInProgram,
      words: [join(folder, 'store')],
      environment: inheritedEnvironment(),
      logFile: join(folder, 'logs', 'store.log'),
    })
    ending.push(() => store.stop())
    const onStore = { WELFARE_STORE_URL: store.url }
    const onBrokers = { ...onStore, WELFARE_KAFKA_BROKERS: brokers.join(',') }
    const startTwo = (service: string, name: string) =>
      Promise.all(
        ['1', '2'].map((instance) =>
          startRestartable(`${name}-${instance}`, service, { ...onBrokers, WELFARE_INSTANCE: instance }),
        ),
      )
    const relays = await startTwo('relay', 'relay')
    const replicas = await startTwo('reports', 'replica')
    return {
      storeUrl: store.url,
      relays,
      replicas,
      logOf: ({ name }) => dataFolder(join(folder, name)).replica,
      startMember(ledger, countFile) {
        members += 1
        const member = startMember(`member-${members}`, [countFile, brokers.join(','), ledger])
        ending.push(() => member.end())
        return member
      },
      startRebuild: () => startRestartable('rebuilt', 'reports', onStore),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function startMember(name: string, args: readonly string[]): Member {
  const { process: child } = startMemberChild('brokers-member.child.ts', [...args, name])
  const exited = once(child, 'exit')
  let isToEnd = false
  const exitWithin = async (limitMs: number): Promise<void> => {
    const overdue = setTimeout(() => child.kill('SIGKILL'), limitMs)
    await exited
    clearTimeout(overdue)
  }
  return {
    name,
    signal: (signal) => void child.kill(signal),
    async end() {
      if (!isToEnd && child.exitCode !== null) throw new Error(`${name} had ended by itself`)
      isToEnd = true
      child.kill('SIGTERM')
      await exitWithin(END_LIMIT_MS)
    },
    async dieBehindEffect() {
      isToEnd = true
      child.stdin?.write('die\n')
      await exitWithin(DIE_LIMIT_MS)
    },
  }
}

/** Longer than brokers are away: it must be given something. */
const DIE_LIMIT_MS = 120_000
/** Longer than the feed takes to let go of brokers that do not answer. */
const END_LIMIT_MS = 20_000
const ANSWER_LIMIT_MS = 120_000
const auditor = { actor: { role: 'auditor', id: 'brokers', scope: everything }, by: 'token' } as const

async function get(url: string, path: string, statements: ActorStatements): Promise<string> {
  const statement = statements.sign(auditor, { method: 'GET', target: path, address: '127.0.0.1' })
  const headers = { [actorStatementHeader]: statement }
  const answer = await fetch(new URL(path, url), { headers, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`)
  return text
}

/** Before anybody needs the keys: processes that start together would each make a master key. */
function openStatements(folder: string, keysFolder: string): ActorStatements {
  const { keyFile, masterKeyFile } = dataFolder(folder, keysFolder)
  const keyStore = openKeyStore({ file: keyFile, masterKeyFile, onGenerated: () => undefined })
  const statements = createActorStatements(keyStore.ledgerSecret('gateway'), systemClock)
  keyStore.close()
  return statements
}
