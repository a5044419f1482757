import type { SimulatedLedger } from './simulated-ledger.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** Neither answered nor known to have arrived. */
export class LostCallError extends Error {
  override readonly name = 'LostCallError'
}

export interface Call<Answer> {
  readonly what: string
  /** At the other end, once for each time that the request arrives. */
  readonly serve: () => Answer | Promise<Answer>
  readonly timeoutMs: number
  /** A long poll: silence says nothing, as long as nothing was lost. */
  readonly isPatient?: boolean
}

/**
 * A request and its answer, each on its way for a while: dropped, doubled, late, and so overtaking one another. A request that has left
 * arrives whatever becomes of its sender.
 * @throws LostCallError when no answer came in time
 */
export function callOver<Answer>(
  simulated: SimulatedLedger,
  caller: SimulatedProcess,
  call: Call<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (!caller.isAlive) return
    const { random } = simulated
    let isSettled = false
    const settle = (finish: () => void): void => {
      if (!isSettled && caller.isAlive) {
        isSettled = true
        finish()
      }
    }
    const giveUp = () => settle(() => reject(new LostCallError(`${call.what}: no answer`)))
    const giveUpLater = () => simulated.time.plan(call.timeoutMs, () => !isSettled && caller.later(0, giveUp))
    const isLost = (how: string): boolean => {
      if (!simulated.strikes('dropped')) return false
      simulated.trace(caller.name, how, call.what)
      if (call.isPatient === true) giveUpLater()
      return true
    }
    const answer = (finish: () => void): void => {
      if (!isSettled && caller.isAlive && !isLost('misses the answer to'))
        caller.later(travelMs(simulated), () => settle(finish))
    }
    const arrive = (): void => {
      simulated.trace(caller.name, call.what)
      try {
        const served = call.serve()
        if (!(served instanceof Promise)) answer(() => resolve(served))
        else
          served.then(
            (result) => answer(() => resolve(result)),
            (error) => answer(() => reject(error)),
          )
      } catch (error) {
        answer(() => reject(error))
      }
    }
    // The moment of leaving is one at which the sender may crash.
    caller.later(0, () => {
      if (!isLost('sends in vain')) simulated.time.plan(travelMs(simulated), arrive)
      if (simulated.strikes('doubled')) simulated.time.plan(travelMs(simulated) + random.between(0, 300), arrive)
      if (call.isPatient !== true) giveUpLater()
    })
  })
}

function travelMs({ random, strikes }: SimulatedLedger): number {
  return strikes('late') ? random.between(50, 900) : 0.2 + random.next() * 3
}

export function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
