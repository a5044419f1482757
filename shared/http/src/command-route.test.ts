import { accept, type Decider } from '@welfare/event-store/decider/decider.ts'
import type { CommandRequest, CommandResult, CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { describe, expect, it } from 'vitest'
import { type CommandSteps, type StreamCommand, toPerform } from './command-route.ts'
import type { Problem } from './problem.ts'
import type { RouteRequest } from './route.ts'

const decider: Decider<object, string, string> = {
  category: 'thing',
  initialState: {},
  decide: () => accept([]),
  evolve: (state) => state,
}
const codec: EventCodec<string> = {
  encode: (type) => ({ type, schemaVersion: 1, data: {} }),
  decode: ({ type }) => type,
}
const accepted: CommandResult<string> = {
  outcome: 'accepted',
  events: [{ id: '', event: 'ThingMade', version: 4, recordedAt: '', metadata: {} }],
  repeated: false,
  version: 4,
  position: undefined,
}
const clock = createSimulatedClock({ startAt: new Date('2025-06-01T00:00:00Z') })
type Request = Pick<
  RouteRequest<unknown, unknown, unknown, string, number | undefined>,
  'actor' | 'commandId' | 'ifVersion' | 'query' | 'body'
>
const request: Request = {
  actor: { role: 'officer', id: 'desk-1', scope: { divisions: ['632701'] } },
  ...{ commandId: 'command-1', ifVersion: 3, query: {}, body: { size: 2 } },
}

/** What is answered where the runner finds this, and what it was asked. */
async function perform(
  result: CommandResult<string>,
  more: Partial<CommandSteps<object, string, string, Request>> = {},
  query = {},
) {
  const executed: CommandRequest<unknown>[] = []
  const runner: CommandRunner = {
    async execute<State, Command, Event>(
      _decider: Decider<State, Command, Event>,
      given: EventCodec<Event>,
      asked: CommandRequest<Command>,
    ) {
      executed.push(asked)
      if (result.outcome !== 'accepted') return result
      const { wouldRecord: _, ...accepted } = result
      const events = accepted.events.map(({ event: type, ...told }) => ({
        ...told,
        event: given.decode({ type, schemaVersion: 1, data: {} }),
      }))
      return { ...accepted, events }
    },
    read: async () => undefined,
  }
  const answer = await toPerform<object, string, string, Request>({
    decidedBy: [decider, codec],
    refusals: { 'thing-broken': 409 },
    toCommand: (): StreamCommand<string> | Problem => ({ stream: 'thing-1', command: 'make' }),
    toAnswer: ({ events }) => ({ status: 201, body: events.length }),
    ...more,
  })({ runner, clock }, { ...request, query })
  return { answer, executed }
}
const answerOf = async (result: CommandResult<string>) => (await perform(result)).answer
const refused = (code: string, facts = {}): CommandResult<string> => ({
  ...{ outcome: 'refused', refusal: { code, facts }, version: 2 },
})

describe('the result of a command is answered', () => {
  it('with version and position when accepted', async () => {
    expect(await answerOf(accepted)).toEqual({ status: 201, body: 1, version: 4, position: undefined })
  })

  it('the same when it was a repeat', async () => {
    expect(await answerOf({ ...accepted, repeated: true })).toEqual(await answerOf(accepted))
  })

  it('with the status that the route declares when refused', async () => {
    const facts = { parts: 2 }
    expect(await answerOf(refused('thing-broken', facts))).toEqual({ code: 'thing-broken', status: 409, facts })
  })

  it.each([
    ['idempotency-key-reused', 422],
    ['version-mismatch', 412],
    ['not-found', 404],
    ['already-exists', 409],
  ])('%s, which the runner refuses, with %i', async (code, status) => {
    expect(await answerOf(refused(code))).toMatchObject({ code, status })
  })

  it('as a bug where the route does not declare the code', async () => {
    await expect(answerOf(refused('toString'))).rejects.toThrow('does not declare the refusal toString')
  })

  it('with 503 and when to come again for overload and unknown outcome', async () => {
    expect(await answerOf({ outcome: 'overloaded' })).toMatchObject({ status: 503, code: 'overloaded', retryAfterS: 1 })
    expect(await answerOf({ outcome: 'unknown' })).toMatchObject({
      status: 503,
      code: 'outcome-unknown',
      retryAfterS: 1,
    })
  })
})

describe('a command', () => {
  it('is told apart from another under its key by the body, and says who acted', async () => {
    const { executed } = await perform(accepted)
    expect(executed).toMatchObject([
      {
        stream: 'thing-1',
        command: 'make',
        commandId: 'command-1',
        input: { size: 2 },
        metadata: { actor: 'officer/desk-1' },
      },
    ])
  })

  it('minds a version where its route declares one, and nowhere else', async () => {
    expect((await perform(accepted)).executed[0]).not.toHaveProperty('ifVersion')
    expect((await perform(accepted, { ifMatch: 'required' })).executed).toMatchObject([{ ifVersion: 3 }])
  })

  it('is not asked for where the route finds a problem', async () => {
    const problem = { code: 'thing-unknown', status: 404, facts: {} }
    expect(await perform(accepted, { toCommand: () => problem })).toEqual({ answer: problem, executed: [] })
  })

  it('is only previewed by a dry run', async () => {
    const steps = { toPreview: () => ({ status: 200, body: 'preview' }) }
    const asDryRun = { ...steps, toCommand: () => ({ stream: 'thing-1', command: 'make' }) }
    expect(await perform(accepted, asDryRun, { dryRun: true })).toEqual({
      answer: { status: 200, body: 'preview' },
      executed: [],
    })
    expect((await perform(accepted, asDryRun)).executed).toHaveLength(1)
  })
})
