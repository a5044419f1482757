import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Child {
  readonly process: ChildProcess
  readonly lines: string[]
  /** Resolves when the child has written `count` lines; rejects when it ends before. */
  hasWritten(count: number): Promise<void>
  /** Ends it without warning, and waits until all it has written is read. */
  kill(): Promise<void>
}

/** A file beside this one, run by this Node, or by `wrapper` given the command line. */
export function startChild(file: string, args: readonly string[], wrapper: readonly string[] = []): Child {
  const [command = '', ...rest] = [...wrapper, process.execPath, new URL(file, import.meta.url).pathname, ...args]
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const lines: string[] = []
  const watchers = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const look of watchers) look()
  })

  const hasWritten = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (lines.length >= count) resolve()
      }
      watchers.add(look)
      closed.then(() => reject(new Error(`the child ended after ${lines.length} of ${count} lines`)), reject)
      look()
    })

  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await closed
  }
  return { process: child, lines, hasWritten, kill }
}
