import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { createOffsetClock, type SimulatedClock, systemClock } from '@welfare/process/clock.ts'

/** Two float64: where the clock stands, and its offset from the machine's once it runs on; NaN for what does not apply. In milliseconds. */
const BYTES = 16

/**
 * A demonstration's clock that several processes share: the player moves it, the others read it at each look, so that what is asked after
 * a move is answered in the new time. Never moved over the API.
 */
export function openFileClock(file: string): SimulatedClock {
  const handle = openSync(file, 'r+')
  const buffer = Buffer.alloc(BYTES)
  const base = systemClock

  const look = (): { standsAtMs: number; offsetMs: number } => {
    if (readSync(handle, buffer, 0, BYTES, 0) !== BYTES) throw new Error(`${file} holds no clock`)
    return { standsAtMs: buffer.readDoubleLE(0), offsetMs: buffer.readDoubleLE(8) }
  }
  return {
    now() {
      const { standsAtMs, offsetMs } = look()
      return Number.isNaN(offsetMs) ? new Date(standsAtMs) : createOffsetClock({ offsetMs, base }).now()
    },
    advanceTo(date) {
      const { standsAtMs, offsetMs } = look()
      if (!Number.isNaN(offsetMs)) throw new RangeError('The clock runs on at real speed and can no longer be moved')
      if (!(date.getTime() >= standsAtMs)) {
        throw new RangeError(`The clock stands at ${new Date(standsAtMs).toISOString()} and does not go back`)
      }
      write(handle, date.getTime(), Number.NaN)
    },
    runOn() {
      const { standsAtMs, offsetMs: known } = look()
      const offsetMs = Number.isNaN(known) ? standsAtMs - base.now().getTime() : known
      write(handle, standsAtMs, offsetMs)
      return { offsetMs }
    },
  }
}

/** A clock that stands at `startAt`, in a new file. */
export function createFileClock(file: string, startAt: Date): SimulatedClock {
  const handle = openSync(file, 'wx', 0o600)
  write(handle, startAt.getTime(), Number.NaN)
  closeSync(handle)
  return openFileClock(file)
}

function write(handle: number, standsAtMs: number, offsetMs: number): void {
  const bytes = Buffer.alloc(BYTES)
  bytes.writeDoubleLE(standsAtMs, 0)
  bytes.writeDoubleLE(offsetMs, 8)
  // One write of 16 bytes: nobody reads half a time.
  writeSync(handle, bytes, 0, BYTES, 0)
}
