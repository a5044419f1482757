import { Worker } from 'node:worker_threads'
import { type RawSheet, type Read, type Roster, type RowRemark, refuseFile } from './roster.ts'
import { DEFAULT_MAX_ROWS, rosterLimits } from './roster-limits.ts'
import type { RosterFile, RosterTask } from './roster-task.ts'

/** Looks into files that people upload: each in a worker of its own with bounded heap and time, so that no file can harm the server. */
export interface RosterReader {
  read(file: RosterFile): Promise<Read<Roster>>
  /** Its rows as they stand there, whatever they are about. */
  readRows(file: RosterFile): Promise<Read<RawSheet>>
  /** The same sheet as XLSX with a red column 错误 that holds the remarks. */
  annotate(file: RosterFile, remarks: readonly RowRemark[]): Promise<Read<Uint8Array>>
  /** Ends what runs; it is answered as `spreadsheet-reader-failed`. */
  close(): Promise<void>
}

export interface RosterReaderOptions {
  /** People that a file may name. */
  readonly maxRows?: number
  readonly timeoutMs?: number
  /** Another entry, for tests of workers that hang or crash. */
  readonly workerUrl?: URL
}

export function createRosterReader(options: RosterReaderOptions = {}): RosterReader {
  const workerUrl = options.workerUrl ?? new URL('./roster-reader.worker.ts', import.meta.url)
  const maxRows = options.maxRows ?? DEFAULT_MAX_ROWS
  const timeoutMs = options.timeoutMs ?? rosterLimits.readTimeoutMs
  const running = new Set<Worker>()
  const waiting: (() => void)[] = []
  let closed = false

  return {
    read: (file) => inTurn({ task: 'read', file, maxRows }),
    readRows: (file) => inTurn({ task: 'rows', file, maxRows }),
    annotate: (file, remarks) => inTurn({ task: 'annotate', file, remarks, maxRows }),
    async close() {
      closed = true
      for (const start of waiting.splice(0)) start()
      await Promise.all([...running].map((worker) => worker.terminate()))
    },
  }

  async function inTurn<Value>(task: RosterTask): Promise<Read<Value>> {
    if (task.file.bytes.length > rosterLimits.fileBytes) {
      return refuseFile('spreadsheet-too-large', { bytes: task.file.bytes.length, maxBytes: rosterLimits.fileBytes })
    }
    if (running.size >= rosterLimits.readersAtOnce) {
      if (waiting.length >= rosterLimits.readersWaiting) return refuseFile('spreadsheet-reader-busy')
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    if (closed) return refuseFile('spreadsheet-reader-failed')
    try {
      return await perform(task)
    } finally {
      waiting.shift()?.()
    }
  }

  function perform<Value>(task: RosterTask): Promise<Read<Value>> {
    const worker = new Worker(workerUrl, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: rosterLimits.workerHeapMb, maxYoungGenerationSizeMb: 32 },
      execArgv: [],
      env: {},
      stderr: true,
      stdout: true,
    })
    running.add(worker)
    return new Promise<Read<Value>>((resolve) => {
      const timer = setTimeout(() => resolve(refuseFile('spreadsheet-reading-took-too-long', { timeoutMs })), timeoutMs)
      worker.once('message', resolve)
      // Out of memory, a stack overflow, a defect of the parser: to its sender it is the file that cannot be read.
      worker.once('error', () => resolve(refuseFile('spreadsheet-reader-failed')))
      worker.once('exit', () => {
        clearTimeout(timer)
        resolve(refuseFile('spreadsheet-reader-failed'))
      })
    }).finally(async () => {
      await worker.terminate()
      running.delete(worker)
    })
  }
}
