import type { SimulatedDisk } from './simulated-disk.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'

/** One life of a machine, from a start to a crash. After the crash nothing of it happens any more. */
export interface SimulatedProcess {
  readonly name: string
  /** 1 for the first start. */
  readonly life: number
  readonly isAlive: boolean
  /** Happens later, unless the process crashes before: by chance at that very moment. */
  later(afterMs: number, happen: () => void): void
  /** Told at once, so that what is lent to the process can be taken back. */
  onCrash(listener: () => void): void
  /** By virtual time; rejects when `signal` aborts before. Of a crashed process it never settles. */
  delay(ms: number, signal?: AbortSignal): Promise<void>
}

/** What runs on a machine: started again after each crash, with what was on its disk. */
export type Program<Running> = (process: SimulatedProcess, disk: SimulatedDisk) => Running

export interface Machine<Running> {
  readonly name: string
  /** Undefined while it is down. */
  readonly running: Running | undefined
  readonly process: SimulatedProcess
  readonly crashes: number
}

export interface MachineOptions {
  /** A disk may be lost in a crash, where it holds only what can be made again. */
  readonly mayLoseDisk: boolean
  readonly mayCrash: boolean
}

/** One for all: a waiter does not look at it. */
const aborted = new Error('aborted')

export function startMachine<Running>(
  simulated: SimulatedLedger,
  name: string,
  program: Program<Running>,
  options: MachineOptions,
): Machine<Running> {
  let disk = simulated.disks.newDisk()
  let crashes = 0
  let running: Running | undefined
  let process = newProcess(simulated, name, 1, options, onCrash)
  running = program(process, disk)

  return {
    name,
    get running() {
      return running
    },
    get process() {
      return process
    },
    get crashes() {
      return crashes
    },
  }

  function onCrash(): void {
    crashes += 1
    running = undefined
    if (options.mayLoseDisk && simulated.random.chance(0.1)) {
      simulated.trace(name, 'lost its disk')
      disk = simulated.disks.newDisk()
    }
    simulated.time.plan(simulated.random.between(5, 300), () => {
      process = newProcess(simulated, name, crashes + 1, options, onCrash)
      simulated.trace(name, 'starts again', crashes + 1)
      running = program(process, disk)
    })
  }
}

/** A script that neither crashes nor pauses: a person, or the world outside. */
export function outsideWorld(simulated: SimulatedLedger, name: string): SimulatedProcess {
  return newProcess(simulated, name, 1, { mayLoseDisk: false, mayCrash: false }, () => undefined)
}

function newProcess(
  simulated: SimulatedLedger,
  name: string,
  life: number,
  { mayCrash }: MachineOptions,
  onCrash: () => void,
): SimulatedProcess {
  let isAlive = true
  let pausedUntilMs = 0
  const listeners: (() => void)[] = []

  const happenNow = (happen: () => void): void => {
    if (!isAlive) return
    const { nowMs } = simulated.time
    if (nowMs < pausedUntilMs) {
      simulated.time.plan(pausedUntilMs - nowMs, () => happenNow(happen))
      return
    }
    if (mayCrash && simulated.strikes('crash')) {
      simulated.trace(name, 'crashes')
      isAlive = false
      onCrash()
      for (const listener of listeners) listener()
      return
    }
    if (mayCrash && simulated.strikes('pause')) {
      pausedUntilMs = nowMs + simulated.random.between(20, 800)
      simulated.trace(name, 'stands still until', pausedUntilMs)
      happenNow(happen)
      return
    }
    happen()
  }
  const later = (afterMs: number, happen: () => void): void => {
    if (isAlive) simulated.time.plan(afterMs, () => happenNow(happen))
  }
  return {
    name,
    life,
    get isAlive() {
      return isAlive
    },
    later,
    onCrash: (listener) => void listeners.push(listener),
    delay: (ms, signal) =>
      new Promise((resolve, reject) => {
        const giveUp = () => reject(aborted)
        if (signal?.aborted) return giveUp()
        signal?.addEventListener('abort', giveUp, { once: true })
        later(ms, () => {
          signal?.removeEventListener('abort', giveUp)
          resolve()
        })
      }),
  }
}
