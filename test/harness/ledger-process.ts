import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Accounts, createAccounts, issueOverHttp } from './accounts.ts'

const root = join(import.meta.dirname, '..', '..')
/** The one that the project brings: a launcher between us and the ledger would be what a signal ends. */
const node = createRequire(import.meta.url).resolve('node/bin/node')
const commandLine = join(root, 'services', 'standalone', 'src', 'cli', 'main.ts')

export interface LedgerProcess {
  readonly child: ChildProcess
  /** What it has written to standard output so far. */
  output(): string
  /** Resolves when `text` has appeared on standard output. @throws Error when the process ends before that */
  printed(text: string | RegExp): Promise<void>
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** `welfare …` as a process of its own, on `folder` and a free port. */
export function startWelfare(words: readonly string[], folder: string): LedgerProcess {
  return startProgram(node, [commandLine, ...words], folder)
}

export function startProgram(program: string, words: readonly string[], folder: string): LedgerProcess {
  const child = spawn(program, words, {
    cwd: root,
    env: {
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: '0',
      WELFARE_DATA_DIR: folder,
      WELFARE_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = once(child, 'close')
  return {
    child,
    output: () => output,
    async printed(text) {
      const isThere = () => (typeof text === 'string' ? output.includes(text) : text.test(output))
      let isOver = false
      void ended.then(() => {
        isOver = true
      })
      while (!isThere()) {
        if (isOver) throw new Error(`${words.join(' ')} ended without ${text}: ${output}${complaints}`)
        await Promise.race([once(child.stdout, 'data'), ended])
      }
    },
    async end(signal) {
      child.kill(signal)
      await ended
    },
  }
}

/** Accounts of the ledger in `folder` while it is served, opened by the operator; their tokens outlive the process. */
export function accountsIn(folder: string): Accounts {
  return createAccounts(
    issueOverHttp(() => {
      const { url, tokens } = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'))
      return { url, administrator: tokens.administrator }
    }),
  )
}

/** `welfare serve`, ready; the address is its own. */
export async function serve(folder: string): Promise<LedgerProcess & { readonly url: string }> {
  const ledger = startWelfare(['serve', '--json'], folder)
  await ledger.printed('\n')
  const { url } = JSON.parse(ledger.output())
  return { ...ledger, url }
}
