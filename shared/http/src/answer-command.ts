import type { Decider, Refusal } from '@welfare/event-store/decider/decider.ts'
import type { CommandResult, CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import { kitProblems, type Problem, problem } from './problem.ts'
import type { RouteAnswer } from './route.ts'

export type Accepted<Event> = Extract<CommandResult<Event>, { outcome: 'accepted' }>

/** @throws UndeclaredRefusalError when the refusal is neither in the route's table nor one of the kit's */
export function notAccepted<Event>(
  result: Exclude<CommandResult<Event>, { outcome: 'accepted' }>,
  refusals: Readonly<Record<string, number>>,
): Problem {
  if (result.outcome === 'refused') return problemOf(result.refusal, refusals)
  return problem(result.outcome === 'overloaded' ? 'overloaded' : 'outcome-unknown')
}

/** A thing as its own stream has it, with its version; undefined where there is none, or nothing that could be shown. */
export async function answerState<State, Command, Event>(
  { runner }: { readonly runner: Pick<CommandRunner, 'read'> },
  [decider, codec]: readonly [Decider<State, Command, Event>, EventCodec<Event>],
  stream: string,
  toBody: (state: State) => object | undefined,
): Promise<RouteAnswer | undefined> {
  return runner.read(decider, codec, stream, (state, version) => {
    const body = toBody(state)
    return body && { status: 200, body, version }
  })
}

/** @throws UndeclaredRefusalError when the code is neither in the table nor one of the kit's */
export function problemOf(refusal: Refusal, refusals: Readonly<Record<string, number>>): Problem {
  const status = statusOf(refusal.code, refusals)
  if (status === undefined) throw new UndeclaredRefusalError(refusal.code)
  return { code: refusal.code, status, facts: refusal.facts }
}

export function statusOf(code: string, refusals: Readonly<Record<string, number>>): number | undefined {
  if (Object.hasOwn(refusals, code)) return refusals[code]
  const kit: Readonly<Record<string, number>> = kitProblems
  return Object.hasOwn(kit, code) ? kit[code] : undefined
}

/** A bug: a route can refuse with a code that it does not declare, so that clients and documents do not know it. */
export class UndeclaredRefusalError extends Error {
  override readonly name = 'UndeclaredRefusalError'
  readonly code: string

  constructor(code: string) {
    super(`The route does not declare the refusal ${code}`)
    this.code = code
  }
}
