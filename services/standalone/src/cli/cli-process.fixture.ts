import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../bin/welfare.mjs', import.meta.url))

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly folder: string
  readonly stdin?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs the real command to its end, in a process of its own. */
export async function runCli(words: readonly string[], { folder, stdin, environment }: CliOptions): Promise<Ended> {
  const child = start(words, folder, environment)
  child.stdin?.end(stdin)
  const closed = once(child, 'close')
  const [stdout, stderr] = await Promise.all([readAll(child.stdout), readAll(child.stderr)])
  await closed
  return { exitCode: child.exitCode, stdout, stderr }
}

export interface Running {
  /** Signals it and waits for its end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ readonly exitCode: number | null }>
}

export interface Serving extends Running {
  readonly url: string
  /** All of it, once it has ended. */
  readonly stderr: Promise<string>
}

/** `welfare serve` on a free port, once it says where it serves. @throws Error with its words when it ends before */
export async function startServing(folder: string, environment: CliOptions['environment'] = {}): Promise<Serving> {
  const { answer, end, stderr } = await startRunning(['serve'], folder, { PORT: '0', ...environment })
  return { url: (answer as { url: string }).url, end, stderr }
}

/** `welfare relay run`, once it says what it relays. @throws Error with its words when it ends before */
export function startRelaying(
  folder: string,
  environment: CliOptions['environment'],
): Promise<Running & { readonly answer: unknown }> {
  return startRunning(['relay', 'run'], folder, environment)
}

async function startRunning(words: readonly string[], folder: string, environment: CliOptions['environment']) {
  const child = start([...words, '--json'], folder, environment)
  const closed = once(child, 'close')
  const stderr = readAll(child.stderr)
  const answer: unknown = JSON.parse(await firstLine(child, stderr))
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    await closed
    return { exitCode: child.exitCode }
  }
  return { answer, end, stderr }
}

/** Of the operator, who may read the folder of a ledger that is served, by role. */
export function tokensOf(folder: string): Readonly<Record<'officer' | 'auditor' | 'administrator', string>> {
  return JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')).tokens
}

/** For what is recorded as an officer's, by a program. */
export function asOfficer(folder: string): { readonly WELFARE_TOKEN: string } {
  return { WELFARE_TOKEN: tokensOf(folder).officer }
}

/** A folder that is removed by `remove`. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'welfare-cli-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function start(words: readonly string[], folder: string, environment: CliOptions['environment']): ChildProcess {
  const env = {
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    XDG_CONFIG_HOME: join(folder, 'settings'),
    WELFARE_DATA_DIR: folder,
    WELFARE_LOG_LEVEL: 'warn',
    ...environment,
  }
  return spawn(process.execPath, [command, ...words], { env, stdio: 'pipe' })
}

async function firstLine(child: ChildProcess, stderr: Promise<string>): Promise<string> {
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    if (said.includes('\n')) return said
  }
  throw new Error(`the server ended before it served: ${await stderr}`)
}

function readAll(stream: NodeJS.ReadableStream | null): Promise<string> {
  return stream === null ? Promise.resolve('') : text(stream)
}
