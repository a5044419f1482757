import { isDeepStrictEqual } from 'node:util'
import { mayBeBelowZero, postingAccounts } from '@welfare/contracts/accounts.ts'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { imbalances, type Leg, postingKey, postings } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { breachesAtRest, breachesOfControls } from '../harness/controls.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import type { Execution } from './officers.ts'
import { type ReplicaDisk, rebuilt } from './replica.ts'
import { breachesOfSpendable } from './spendable.ts'

/** What a run left behind, once nothing more happens. */
export interface Remains {
  readonly log: readonly SequencedEvent[]
  readonly records: readonly SequencedEvent[]
  readonly executions: readonly Execution[]
  readonly replicas: readonly ReplicaDisk[]
}

/** What every fund, stream and wallet must satisfy at every event, and what is promised to the caller. Each breach in words; none where all is well. */
export function findBreaches(remains: Remains): string[] {
  return [
    ...breachesOfBooks(remains.log),
    ...breachesOfAnswers(remains),
    ...breachesOfReactions(remains.log),
    ...misfitsOfSettlement(remains.log),
    ...breachesOfSpendable(remains.log),
    ...breachesOfTopic(remains),
    ...remains.replicas.flatMap((replica, index) => breachesOfReplica(replica, index, remains.log)),
  ]
}

/** Legs balance, no account falls below zero at any moment, and the controls hold at each. */
function breachesOfBooks(log: readonly SequencedEvent[]): string[] {
  const breaches: string[] = []
  const balances = new Map<string, Leg>()
  for (const recorded of log) {
    const legs = postings(eventCodec.decode(recorded), recorded.stream)
    if (imbalances(legs).length > 0) breaches.push(`the legs of event ${recorded.sequence} do not balance`)
    for (const leg of legs) {
      const key = postingKey(leg)
      const amount = addFen(balances.get(key)?.amount ?? 0, leg.amount)
      balances.set(key, { ...leg, amount })
      const { normalSide } = postingAccounts[leg.account]
      if (!mayBeBelowZero(leg) && (normalSide === 'debit' ? amount : -amount) < 0)
        breaches.push(`${key} is below zero at event ${recorded.sequence} (${recorded.type})`)
    }
  }
  const committed = [...balances.values()].filter(({ account, amount }) => account === 'committed' && amount !== 0)
  return [
    ...breaches,
    ...breachesOfControls(log),
    ...breachesAtRest(log),
    ...committed.map(({ fund, amount }) => `${fund}: ${0 - amount} fen committed in the end`),
  ]
}

/** What was acknowledged is recorded, once, as it was told; what was refused left no trace, and was to be refused. */
function breachesOfAnswers({ log, executions }: Remains): string[] {
  const recorded = Map.groupBy(log, ({ stream, metadata }) => `${stream} ${metadata.commandId}`)
  const asked = Map.groupBy(executions, ({ stream, commandId }) => `${stream} ${commandId}`)
  const breaches: string[] = []
  for (const [key, events] of recorded) {
    const from = events[0]?.version ?? 0
    if (events.some(({ version }, index) => version !== from + index)) breaches.push(`${key} is recorded in two places`)
  }
  for (const [key, of] of asked) {
    const events = recorded.get(key) ?? []
    for (const execution of of) breaches.push(...breachesOfAnswer(key, execution, events))
    const isCertainlyRefused = of.every(({ result }) => result?.outcome === 'refused')
    if (isCertainlyRefused && events.length > 0) breaches.push(`${key} was refused, and is recorded`)
  }
  return breaches
}

function breachesOfAnswer(key: string, execution: Execution, events: readonly SequencedEvent[]): string[] {
  const { result, fromVersion, toVersion } = execution
  if (result === undefined || result.outcome === 'overloaded' || result.outcome === 'unknown') return []
  const versions = Array.from({ length: toVersion - fromVersion + 1 }, (_, index) => fromVersion + index)
  if (result.outcome === 'refused') {
    const { code } = result.refusal
    if (code === 'not-found') return fromVersion === 0 ? [] : [`${key} was not found, and was there`]
    const isTrue = versions.some((version) => execution.decideAt(version).refusedAs === code)
    return isTrue ? [] : [`${key} was refused as ${code}, for no state that the stream had meanwhile`]
  }
  if (result.events.length === 0) {
    const isTrue = versions.some((version) => execution.decideAt(version).isNoOp)
    return isTrue ? [] : [`${key} was answered as already so, for no state that the stream had meanwhile`]
  }
  const told = result.events.map(({ event: { type, data }, version, recordedAt }) => ({
    type,
    data,
    version,
    recordedAt,
  }))
  const stored = events.map(({ type, data, version, recordedAt }) => ({ type, data, version, recordedAt }))
  return isDeepStrictEqual(told, stored) ? [] : [`${key} was acknowledged, and is not recorded so`]
}

/** Each event that another stream must answer is answered exactly once. */
function breachesOfReactions(log: readonly SequencedEvent[]): string[] {
  const answers = new Map<string, number>()
  for (const event of log) for (const key of answersIn(event)) answers.set(key, (answers.get(key) ?? 0) + 1)
  const due = log.flatMap(dueAnswers)
  const breaches = due.filter((key) => answers.get(key) !== 1).map((key) => `${answers.get(key) ?? 0} times: ${key}`)
  const known = new Set(due)
  const uncalled = [...answers.keys()].filter((key) => !known.has(key)).map((key) => `uncalled for: ${key}`)
  return [...breaches, ...uncalled]
}

function dueAnswers(source: SequencedEvent): string[] {
  const event = eventCodec.decode(source)
  const id = `${source.stream}.${source.version}`
  switch (event.type) {
    case 'ProgrammeDefined':
      return ['budget opened']
    case 'FundsAllocated':
      return [`allocation ${id}`]
    case 'AllocationReturned':
      return [`return ${id}`]
    case 'IssuanceOrdered':
      return [`commitment for ${source.stream}#${event.data.attempt}`]
    case 'FundsCommitted':
      return [`commitment ${id}`]
    case 'CommitmentReleased':
      return [`release ${id}`]
    case 'CommitmentReceived':
      return [`serials for ${source.stream}`]
    case 'CreditsIssued':
      return event.data.wallets.flatMap(({ wallet, credits }) =>
        credits.map(({ window }) => `credit ${source.stream} ${wallet} ${window}`),
      )
    default:
      return []
  }
}

function answersIn({ stream, ...source }: SequencedEvent): string[] {
  const event = eventCodec.decode(source)
  switch (event.type) {
    case 'BudgetOpened':
      return ['budget opened']
    case 'AllocationReceived':
      return [`allocation ${event.data.allocation}`]
    case 'AllocationReturnReceived':
      return [`return ${event.data.allocationReturn}`]
    case 'FundsCommitted':
    case 'CommitmentRefused':
      return [`commitment for ${event.data.for}#${event.data.attempt}`]
    case 'CommitmentReceived':
      return [`commitment ${event.data.commitment}`]
    case 'CommitmentReleaseReceived':
      return [`release ${event.data.release}`]
    case 'SerialsTaken':
      return [`serials for ${event.data.takenFor}`]
    case 'CreditReceived':
    case 'CreditDeclined':
      return [`credit ${event.data.batch} ${stream} ${event.data.window}`]
    default:
      return []
  }
}

/** First occurrences are 1, 2, 3 … to the end, each as the store has it. */
function breachesOfTopic({ log, records }: Remains): string[] {
  const seen = new Set<number>()
  const breaches: string[] = []
  for (const record of records) {
    if (!seen.has(record.sequence) && record.sequence !== seen.size + 1)
      breaches.push(`the topic goes on with ${record.sequence} after ${seen.size}`)
    seen.add(record.sequence)
    if (!isDeepStrictEqual(record, log[record.sequence - 1])) breaches.push(`the topic has another ${record.sequence}`)
  }
  if (seen.size !== log.length) breaches.push(`the topic has ${seen.size} of ${log.length} events`)
  return breaches
}

function breachesOfReplica(replica: ReplicaDisk, index: number, log: readonly SequencedEvent[]): string[] {
  return isDeepStrictEqual(replica, rebuilt(log)) ? [] : [`replica ${index + 1} is not what a rebuild gives`]
}
