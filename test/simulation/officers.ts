import { accountingDateOf, type Decider, type JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { CommandResult, EventCodec } from '@welfare/event-store/runner.ts'
import type { Service } from './services.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'
import { callOver } from './simulated-network.ts'
import type { Machine, SimulatedProcess } from './simulated-process.ts'
import type { SimulatedStore } from './simulated-store.ts'

/** What somebody wants of a service. The command is made by the instance that is asked, from its own copy. */
export interface Wish<Copy, State, Command, Event> {
  readonly commandId: string
  readonly stream: string
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
  readonly creates?: boolean
  readonly mayCreate?: boolean
  readonly input: JsonObject
  readonly day: string
  /** Undefined: the instance does not know yet what it needs. */
  prepare(copy: Copy): Command | undefined
}

/** One time that an instance executed a command, and what it would have told, whether or not anybody heard it. */
export interface Execution {
  readonly commandId: string
  readonly stream: string
  /** Undefined while it goes on, and for ever where the instance crashed or the store failed. */
  result: CommandResult<{ readonly type: string; readonly data: object }> | undefined
  /** The stream's versions when the instance began and when it answered. */
  readonly fromVersion: number
  toVersion: number
  /** What the decider says of the stream as it was at `version`. */
  decideAt(version: number): { readonly refusedAs: string | undefined; readonly isNoOp: boolean }
}

/** Somebody who asks instances, and asks another one under the same command id until the answer is definite. */
export interface Asker {
  readonly process: SimulatedProcess
  /** Undefined: gave up, or the services never knew enough. */
  ask<Copy, State, Command, Event extends { readonly type: string; readonly data: object }>(
    machines: readonly Machine<Service<Copy>>[],
    wish: Wish<Copy, State, Command, Event>,
    patience?: number,
  ): Promise<CommandResult<Event> | undefined>
}

export function createAsker(
  simulated: SimulatedLedger,
  store: SimulatedStore,
  executions: Execution[],
  process: SimulatedProcess,
): Asker {
  const { random } = simulated
  return {
    process,
    async ask(machines, wish, patience = 60) {
      for (let tries = 0; tries < patience; tries += 1) {
        // The impatient ask two instances at once.
        const asked = random.chance(0.3) ? [random.pick(machines), random.pick(machines)] : [random.pick(machines)]
        const answers = await Promise.all(asked.map((machine) => askOnce(machine, wish)))
        const definite = answers.find((answer) => answer?.outcome === 'accepted' || answer?.outcome === 'refused')
        if (definite) return definite
        await process.delay(random.between(5, 80))
      }
      simulated.trace(process.name, 'gives up', wish.commandId)
      return undefined
    },
  }

  async function askOnce<Copy, State, Command, Event extends { readonly type: string; readonly data: object }>(
    machine: Machine<Service<Copy>>,
    wish: Wish<Copy, State, Command, Event>,
  ): Promise<CommandResult<Event> | undefined> {
    const call = {
      what: `asks ${machine.name} for ${wish.commandId}`,
      serve: () => {
        if (!machine.running) throw new Error(`${machine.name} is down`)
        return execute(machine.running, wish)
      },
      timeoutMs: 400,
    }
    return callOver(simulated, process, call).catch(() => undefined)
  }

  async function execute<Copy, State, Command, Event extends { readonly type: string; readonly data: object }>(
    { copy, runner }: Service<Copy>,
    wish: Wish<Copy, State, Command, Event>,
  ): Promise<CommandResult<Event> | undefined> {
    const command = wish.prepare(copy)
    if (command === undefined) return undefined
    const { commandId, stream, decider, codec, input, day, creates = false, mayCreate = false } = wish
    const fromVersion = store.versionOf(stream)
    const execution: Execution = {
      ...{ commandId, stream, result: undefined, fromVersion, toVersion: fromVersion },
      decideAt: (version) => decideOn(store, wish, command, version),
    }
    executions.push(execution)
    const actor = `officer/${accountIn(command) ?? process.name}`
    const metadata = { actor, occurredAt: `${day}T04:00:00.000Z`, accountingDate: day, ...approvalOf(command) }
    const request = { stream, command, commandId, input, metadata, creates, mayCreate }
    const result = await runner.execute(decider, codec, request)
    execution.result = result
    execution.toVersion = store.versionOf(stream)
    return result
  }
}

/** Where a command says whose act it is. */
function accountIn(command: unknown): string | undefined {
  const { account, preparedBy, approver } = command as Readonly<Partial<Record<string, string>>>
  return account ?? preparedBy ?? approver
}

function decideOn<State, Command, Event>(
  store: SimulatedStore,
  { stream, decider, codec }: Wish<never, State, Command, Event>,
  command: Command,
  version: number,
): { readonly refusedAs: string | undefined; readonly isNoOp: boolean } {
  let state = structuredClone(decider.initialState)
  for (const recorded of store.readStream(stream, 1).slice(0, version))
    state = decider.evolve(state, codec.decode(recorded), recorded.version, accountingDateOf(recorded))
  const decision = decider.decide(state, command)
  return decision.accepted
    ? { refusedAs: undefined, isNoOp: decision.events.length === 0 }
    : { refusedAs: decision.refusal.code, isNoOp: false }
}

/** What always waits for a second person is sent once that one has agreed. */
function approvalOf(command: unknown) {
  const { type } = command as Readonly<Partial<Record<string, string>>>
  const document = { kind: 'waiver', number: 'W-1' }
  const approval = { proposal: 'of-losses', approvedBy: 'approver/of-losses' }
  return type === 'WaivePayable' ? { approval, document } : type === 'GiveUpClaim' ? { approval } : {}
}
