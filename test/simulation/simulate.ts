import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { EventTopic } from '@welfare/messaging/port.ts'
import { breachesOfCopies } from './copies.ts'
import { neededFen, recordGivens } from './givens.ts'
import { findBreaches } from './invariants.ts'
import { createAsker, type Execution } from './officers.ts'
import { startRelays } from './relays.ts'
import { emptyReplica, followWith, type ReplicaDisk } from './replica.ts'
import { alarms, logger, openFundsService, openVouchersService, type Service, type ServiceParts } from './services.ts'
import { createFixture, type FaultRates } from './simulated-ledger.ts'
import { type Machine, outsideWorld, type Program, startMachine } from './simulated-process.ts'
import { connectToStore, createSimulatedStore } from './simulated-store.ts'
import { everythingElse } from './simulated-time.ts'
import { createCompetingGroups, createSimulatedTopic, followTopic, type ReaderFlaws } from './simulated-topic.ts'
import { liveThrough, type Town } from './workload.ts'

/** What is broken on purpose, to see that a run notices. */
export interface Flaws {
  readonly singleWriters?: boolean
  readonly sameWriter?: boolean
  readonly forgetfulStore?: boolean
  readonly reading?: ReaderFlaws
  readonly tamperWithTopic?: (topic: EventTopic, log: readonly SequencedEvent[]) => EventTopic
}

export interface Outcome {
  readonly seed: number
  /** Empty: everything held. */
  readonly breaches: readonly string[]
  readonly steps: number
  readonly events: number
  /** What happened at all. */
  readonly types: ReadonlySet<string>
  readonly injected: Readonly<Record<keyof FaultRates, number>>
  readonly trace: () => readonly string[]
}

/** Ten times what the longest of 10,000 seeds takes. */
const mostSteps = 20_000
/** Filling copies again takes as long as a third of a run. */
const copiesComparedEvery = 5

const rates: FaultRates = {
  ...{ dropped: 0.02, doubled: 0.02, late: 0.03, crash: 0.004, pause: 0.001 },
  ...{ overloaded: 0.02, failed: 0.01, torn: 0.08, stolenLease: 0.4 },
}

/** One life of a small town on the distributed mode: faults for a while, then quiet, then everything is looked at. */
export async function simulate(seed: number, flaws: Flaws = {}): Promise<Outcome> {
  const simulated = createFixture(seed, rates)
  const { random, time } = simulated
  const store = createSimulatedStore(simulated, { mayForget: flaws.forgetfulStore === true })
  const topic = createSimulatedTopic(simulated)
  const executions: Execution[] = []
  const opened: (() => void)[] = []
  const complaints: string[] = []
  alarms.listener = (line) => {
    simulated.trace('alarm', line)
    if (/was refused by|credit-returns-fell/.test(line)) complaints.push(line)
  }
  recordGivens(store, random.chance(0.2) ? random.between(0, neededFen) : undefined)
  startRelays(simulated, store, topic, (close) => opened.push(close), flaws.tamperWithTopic)

  const { reading } = flaws
  const groups = random.chance(0.5) ? createCompetingGroups(simulated, topic) : undefined
  const parts: Program<ServiceParts> = (process, disk) => ({
    ...{ process, disk, closeLater: (close) => opened.push(close), sharedWriters: flaws.singleWriters !== true },
    sameWriter: flaws.sameWriter === true,
    store: connectToStore(simulated, store, process),
    feed: followTopic(simulated, topic, process, reading),
    competing: groups?.forProcess(process, reading),
  })
  const startServices = <Copy>(name: string, open: (parts: ServiceParts) => Service<Copy>): Machine<Service<Copy>>[] =>
    Array.from({ length: random.between(1, 2) }, (_, index) =>
      startMachine(simulated, `${name}-${index + 1}`, (process, disk) => open(parts(process, disk)), {
        ...{ mayCrash: true, mayLoseDisk: true },
      }),
    )
  const replicas = [1, 2].map((number) => {
    const disk: ReplicaDisk = emptyReplica()
    const name = `replica-${number}`
    startMachine(
      simulated,
      name,
      (process, files) => {
        const { feed } = parts(process, files)
        const consumer = followWith(disk, feed, { name, logger, delay: process.delay })
        consumer.start()
        return consumer
      },
      { mayCrash: true, mayLoseDisk: false },
    )
    return disk
  })
  const town: Town = {
    ...{ simulated, store, day: '2025-07-06' },
    funds: startServices('funds', openFundsService),
    vouchers: startServices('vouchers', openVouchersService),
    newAsker: (name) => createAsker(simulated, store, executions, outsideWorld(simulated, name)),
  }
  let isDone = false
  const living = liveThrough(town).then(() => {
    isDone = true
  })
  time.plan(random.between(600, 2_000), () => simulated.stopFaults())
  const breaches: string[] = []
  try {
    await time.runUntilQuiet(mostSteps)
    if (isDone) await living
    else breaches.push('somebody waits for ever')
    breaches.push(...complaints, ...findBreaches({ log: store.log, records: topic.records, executions, replicas }))
    breaches.push(
      ...[...town.funds, ...town.vouchers].flatMap((machine) => breachesOfService(machine, store.log, groups?.done)),
    )
    if (seed % copiesComparedEvery === 0)
      breaches.push(
        ...breachesOfCopies(store.log, {
          funds: town.funds.map(({ running }) => running?.copy),
          vouchers: town.vouchers.map(({ running }) => running?.copy),
        }),
      )
  } catch (error) {
    breaches.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    simulated.endTrace()
    for (const close of opened) close()
    await everythingElse()
    simulated.disks.emptyAll()
    alarms.listener = () => undefined
  }
  const { steps } = time
  return {
    seed,
    breaches,
    steps,
    events: store.log.length,
    types: new Set(store.log.map(({ type }) => type)),
    injected: simulated.injected,
    trace: simulated.describeTrace,
  }
}

function breachesOfService(
  { name, running }: Machine<Service<{ sequence(): number }>>,
  log: readonly SequencedEvent[],
  doneBy: ((group: string) => number | undefined) | undefined,
): string[] {
  if (!running) return [`${name} is down in the end`]
  const { length } = log
  const end = log.at(-1)?.position
  const isAtEnd = ({ name: work, position }: Consumer): boolean =>
    doneBy && work.endsWith('-processes') ? doneBy(work) === length : position === end
  const late = running.consumers
    .filter((consumer) => !isAtEnd(consumer))
    .map((consumer) => `${consumer.name} is behind`)
  return running.copy.sequence() === length ? late : [...late, `the copy of ${name} is behind`]
}
