import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ParentNews, ParentQuestion } from './parent.ts'

const serviceProgram = fileURLToPath(new URL('./process.ts', import.meta.url))
/** Takes the folder of its log, and a port. */
export const standInProgram = fileURLToPath(new URL('../event-store/main.ts', import.meta.url))
/** kafkajs asks for a timer in the past; Node 26 says so once in each process, and fires it at once. */
const quietly = '--disable-warning=TimeoutNegativeWarning'
const STOP_LIMIT_MS = 15_000

/** One process of the cluster. */
export interface Child {
  readonly name: string
  readonly url: string
  readonly process: ChildProcess
  /** Asks it what only its parent may. @throws Error with what it said went wrong */
  ask<Answer>(question: string, given?: unknown): Promise<Answer>
  /** Told to stop, and waited for; killed when it takes too long. Again is harmless. */
  stop(): Promise<void>
  /** Ends it without warning. */
  kill(): Promise<void>
}

export interface ChildOptions {
  readonly name: string
  /** Default: that of a ledger's services. */
  readonly program?: string
  /** Its arguments: `funds`. */
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Gets what it writes to standard error. */
  readonly logFile: string
}

/** Starts it, and comes back when it listens. @throws Error when it ends before */
export async function startChild({
  name,
  program = serviceProgram,
  words,
  environment,
  logFile,
}: ChildOptions): Promise<Child> {
  const started = spawn(process.execPath, [quietly, program, ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const log = createWriteStream(logFile, { flags: 'a' })
  started.stdout?.pipe(log, { end: false })
  started.stderr?.pipe(log, { end: false })
  const exited = once(started, 'exit')
  exited.then(() => log.end())
  const pending = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let nextId = 1
  let listening: (url: string) => void = () => undefined
  const url = new Promise<string>((resolve, reject) => {
    listening = resolve
    exited.then(() => reject(new Error(`${name} ended before it listened; see ${logFile}`)))
  })
  // Also when nobody waits for the address any more.
  url.catch(() => undefined)
  started.on('message', (news: ParentNews) => {
    if (news.kind === 'listening') return listening(news.url)
    const asked = pending.get(news.id)
    pending.delete(news.id)
    if (news.kind === 'answer') asked?.resolve(news.answer)
    else asked?.reject(new Error(`${name}: ${news.message}`))
  })
  exited.then(() => {
    for (const { reject } of pending.values()) reject(new Error(`${name} ended before it answered`))
  })
  return {
    name,
    url: await url,
    process: started,
    ask: <Answer>(question: string, given: unknown = {}) =>
      new Promise<Answer>((resolve, reject) => {
        const id = nextId++
        pending.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        started.send({ id, ask: question, given } satisfies ParentQuestion)
      }),
    async stop() {
      if (started.exitCode !== null || started.signalCode !== null) return
      started.kill('SIGTERM')
      const overdue = setTimeout(() => started.kill('SIGKILL'), STOP_LIMIT_MS)
      await exited
      clearTimeout(overdue)
    },
    async kill() {
      started.kill('SIGKILL')
      await exited
    },
  }
}
