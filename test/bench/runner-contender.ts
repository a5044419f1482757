import { randomBytes, randomUUID } from 'node:crypto'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { Decider, JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { CommandRequest, EventCodec } from '@welfare/event-store/runner.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import type { Contender } from './rounds.ts'

/** A kind of stream with a command that always succeeds: what is measured. */
export interface Workload<State, Command, Event> {
  readonly name: string
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
  readonly streamCount: number
  /** Brings a stream to where the measured command succeeds; not measured. */
  prepare(stream: string): readonly Command[]
  /** What is measured. The input is what a client would have sent. */
  getCommand(stream: string): { readonly command: Command; readonly input: JsonObject; readonly metadata: JsonObject }
}

/** What follows the store while it is written to. */
export interface Follower {
  readonly name: string
  /** What a request passes first. */
  pass?(input: object): Promise<void>
  /** Resolves when it has caught up. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Our whole write path in process: idempotency, decision, checks, append, answer. Streams are taken at random, their states are cached. */
export async function openRunnerContender<State, Command, Event>(
  folder: string,
  workload: Workload<State, Command, Event>,
  storedBefore: number,
  attach?: (store: SqliteStore) => Promise<Follower>,
): Promise<Contender> {
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  const runner = createCommandRunner({ store, inputHashKey: randomBytes(32) })
  const follower = await attach?.(store)
  const { decider, codec } = workload
  const streams = Array.from({ length: workload.streamCount }, () => `${decider.category}-${randomUUID()}`)

  const execute = async (request: Omit<CommandRequest<Command>, 'commandId'>): Promise<void> => {
    const result = await runner.execute(decider, codec, { ...request, commandId: randomUUID() })
    if (result.outcome !== 'accepted') throw new Error(`a command ended as ${JSON.stringify(result)}`)
  }

  const ask = async (request: Omit<CommandRequest<Command>, 'commandId'>): Promise<void> => {
    await follower?.pass?.(request.input)
    await execute(request)
  }

  const run = ({ commands, inFlight }: { commands: number; inFlight: number }): Promise<void> =>
    new Promise((resolve, reject) => {
      let issued = 0
      let answered = 0
      const issueNext = (): void => {
        if (issued === commands) return
        issued++
        const stream = streams[Math.floor(Math.random() * streams.length)] ?? ''
        ask({ stream, mayCreate: true, ...workload.getCommand(stream) }).then(goOn, reject)
      }
      const goOn = (): void => {
        if (++answered === commands) resolve()
        else issueNext()
      }
      for (let begun = 0; begun < Math.min(inFlight, commands); begun++) issueNext()
    })

  let prepared = 0
  const prepareStream = async (stream: string): Promise<void> => {
    for (const command of workload.prepare(stream)) {
      await execute({ stream, command, input: {}, metadata: {}, mayCreate: true })
      prepared++
    }
  }
  for (let from = 0; from < streams.length; from += 64) {
    await Promise.all(streams.slice(from, from + 64).map(prepareStream))
  }
  await run({ commands: Math.max(0, storedBefore - prepared), inFlight: 64 })
  await follower?.settle()
  return {
    name: follower ? `${workload.name}, ${follower.name}` : workload.name,
    run,
    settle: async () => follower?.settle(),
    async close() {
      await follower?.close()
      await store.close()
    },
  }
}
