/** Where the time comes from. Domain code is handed one and never asks the machine. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** Real speed, `offsetMs` away from the machine's time: how a demonstration goes on after its scenario. */
export function createOffsetClock({ offsetMs, base = systemClock }: { offsetMs: number; base?: Clock }): Clock {
  return { now: () => new Date(base.now().getTime() + offsetMs) }
}

/** Stands still until it is moved; never goes back. */
export interface SimulatedClock extends Clock {
  /** @throws RangeError when `date` is before the clock's own time, or the clock already runs on */
  advanceTo(date: Date): void
  /** From here on time passes at real speed. Returns the offset from `base`, for the caller to keep. */
  runOn(): { readonly offsetMs: number }
}

export function createSimulatedClock({ startAt, base = systemClock }: { startAt: Date; base?: Clock }): SimulatedClock {
  let standsAtMs = startAt.getTime()
  let runsOn: { clock: Clock; offsetMs: number } | undefined
  return {
    now: () => runsOn?.clock.now() ?? new Date(standsAtMs),
    advanceTo(date) {
      if (runsOn) throw new RangeError('The clock runs on at real speed and can no longer be moved')
      if (!(date.getTime() >= standsAtMs)) {
        throw new RangeError(`The clock stands at ${new Date(standsAtMs).toISOString()} and does not go back`)
      }
      standsAtMs = date.getTime()
    },
    runOn() {
      if (!runsOn) {
        const offsetMs = standsAtMs - base.now().getTime()
        runsOn = { clock: createOffsetClock({ offsetMs, base }), offsetMs }
      }
      return { offsetMs: runsOn.offsetMs }
    },
  }
}
