import { SingleBar } from 'cli-progress'

/** Where a command's words go: standard output is for what was asked for, standard error for everything beside it. */
export interface Terminal {
  readonly json: boolean
  /** The command's answer: JSON alone with --json, else what `render` makes of it. */
  answer(value: object, render: () => string): void
  /** Raw output that was asked for. Waits while the reader is slow. */
  write(chunk: string | Uint8Array): Promise<void>
  /** For a person who waits; silent with --json. */
  note(text: string): void
  /** A bar on standard error; none where nobody looks at it. Without `total` it counts. */
  progress(label: string, total?: number): Progress
}

export interface Progress {
  update(done: number, total?: number): void
  stop(): void
}

const noProgress: Progress = { update() {}, stop() {} }

export function createTerminal({ json }: { readonly json: boolean }): Terminal {
  return {
    json,
    answer: (value, render) => void process.stdout.write(`${json ? JSON.stringify(value) : render()}\n`),
    write: (chunk) =>
      new Promise((resolve, reject) => {
        process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()))
      }),
    note(text) {
      if (!json) process.stderr.write(`${text}\n`)
    },
    progress: (label, total) => (json || !process.stderr.isTTY ? noProgress : startBar(label, total)),
  }
}

function startBar(label: string, total: number | undefined): Progress {
  const counted = total === undefined ? '{value}' : '{bar} {value}/{total}'
  const bar = new SingleBar({
    format: `${label} ${counted}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  })
  bar.start(total ?? 0, 0)
  return {
    update(done, newTotal) {
      if (newTotal !== undefined) bar.setTotal(newTotal)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}

/** `welfare … | head` closes our output early: that is no error. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}
