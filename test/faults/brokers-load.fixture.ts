import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { walletCodec } from '@welfare/vouchers/codecs.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import type { Random } from '../simulation/random.ts'
import { day, MEAL_FEN, MEALS_PER_WALLET, redeem, startsAt, walletOf } from './brokers-history.fixture.ts'

export interface Load {
  /** Command ids of redemptions that were answered as done. */
  readonly acknowledged: ReadonlySet<string>
  /** By the code of the refusal. */
  readonly refused: ReadonlyMap<string, number>
  /** Commands that were sent again through the other runner, as a till does that did not hear the answer. */
  readonly repeated: number
  /** Answered attempts so far; what the faults go by. */
  readonly answered: number
  readonly attempts: number
  /** Resolves when every attempt is answered. */
  readonly done: Promise<void>
  /** Resolves when `count` attempts are answered. */
  reaches(count: number): Promise<void>
}

export interface LoadOptions {
  /** Each a desk of its own on the same store. */
  readonly runners: readonly [CommandRunner, CommandRunner]
  readonly wallets: number
  readonly random: Random
  /** Attempts a second. */
  readonly rate: number
  /** How many attempts may have begun by now: the load waits for the faults where it is ahead of them. */
  allowed(): number
}

const IN_FLIGHT = 64
/** Between looks at how many are due. */
const TICK_MS = 20
const REPEATED_SHARE = 0.02

/** Every wallet is asked for one meal more than its credit pays for, all in a random order: which attempt is refused is not known before, how many are is. */
export function startLoad({ runners, wallets, random, rate, allowed }: LoadOptions): Load {
  const attempts = shuffle(
    Array.from({ length: wallets * (MEALS_PER_WALLET + 1) }, (_, index) => index % wallets),
    random,
  )
  const acknowledged = new Set<string>()
  const refused = new Map<string, number>()
  const watchers = new Set<() => void>()
  let [repeated, begun, answered] = [0, 0, 0]
  const done = run()
  done.catch(() => undefined)

  return {
    acknowledged,
    refused,
    attempts: attempts.length,
    done,
    get repeated() {
      return repeated
    },
    get answered() {
      return answered
    },
    reaches: (count) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (answered < Math.min(count, attempts.length)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        done.catch(reject)
        look()
      }),
  }

  async function run(): Promise<void> {
    const underWay = new Set<Promise<void>>()
    let failure: unknown
    let due = 0
    for (let last = performance.now(); begun < attempts.length && failure === undefined; ) {
      const now = performance.now()
      // What could not begin in time is not made up for in a burst.
      due = Math.min(IN_FLIGHT, due + ((now - last) * rate) / 1_000)
      last = now
      while (due >= 1 && begun < Math.min(attempts.length, allowed()) && underWay.size < IN_FLIGHT) {
        due -= 1
        const attempt = attend(attempts[begun] ?? 0, begun++).catch((error: unknown) => {
          failure ??= error
        })
        underWay.add(attempt)
        void attempt.then(() => underWay.delete(attempt))
      }
      await delay(TICK_MS)
    }
    await Promise.all(underWay)
    if (failure !== undefined) throw failure
  }

  async function attend(wallet: number, index: number): Promise<void> {
    const commandId = randomUUID()
    const desk = index % 2
    await ask(wallet, index, commandId, runners[desk] ?? runners[0])
    if (random.chance(REPEATED_SHARE) && acknowledged.has(commandId)) {
      repeated += 1
      await ask(wallet, index, commandId, runners[1 - desk] ?? runners[0])
    }
    answered += 1
    for (const look of watchers) look()
  }

  async function ask(wallet: number, index: number, commandId: string, runner: CommandRunner): Promise<void> {
    const result = await runner.execute(walletDecider, walletCodec, {
      stream: walletOf(wallet),
      command: redeem(wallet, index),
      commandId,
      input: { amountFen: MEAL_FEN, deviceSequence: index },
      metadata: { actor: 'merchant-till/till-1', occurredAt: startsAt.toISOString(), accountingDate: day },
    })
    if (result.outcome === 'accepted') {
      if (result.repeated !== acknowledged.has(commandId)) throw new Error(`${commandId} was answered twice as new`)
      acknowledged.add(commandId)
    } else if (result.outcome === 'refused') {
      const { code } = result.refusal
      refused.set(code, (refused.get(code) ?? 0) + 1)
    } else throw new Error(`redemption ${index} ended as ${result.outcome}`)
  }
}

function shuffle<Item>(items: Item[], random: Random): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last)
    ;[items[last], items[other]] = [items[other] as Item, items[last] as Item]
  }
  return items
}
