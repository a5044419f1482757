import { type ActKind, isCounted } from '@welfare/contracts/acts.ts'
import { derivedId, derivedUuid } from '@welfare/event-store/derived-id.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import type { Actor, RouteRequest } from '@welfare/http/route.ts'
import type { Act, WaitingReason } from './act.ts'
import { type ActsContext, makerCodec } from './acts.context.ts'
import { type CountAct, makerDecider, reasonsToWait } from './maker.decider.ts'

/** Why the act waits, or, where nothing makes it wait, the kinds that it was counted under. */
export interface Checked {
  readonly because: readonly WaitingReason[]
  readonly counted: readonly ActKind[]
}

/**
 * Holds the act against its division's limits, and counts it with its maker before it is done, where a limit holds for several acts together.
 */
export async function countAct(context: ActsContext, act: Act, request: RouteRequest): Promise<Checked | Problem> {
  const commandId = String(request.commandId)
  const counts = countsOf(context, act, commandId)
  const alone = aloneAbove(context, act, counts)
  if (alone.length > 0) return { because: alone, counted: [] }
  const counted: ActKind[] = []
  for (const count of counts.filter(isSummed)) {
    const because = await countOne(context, count, request)
    if (!isProblem(because) && because.length === 0) counted.push(count.kind)
    else {
      await uncountAct(context, counted, request)
      return isProblem(because) ? because : { because, counted: [] }
    }
  }
  return { because: [], counted }
}

/** The act was refused: its maker may do as much again. */
export async function uncountAct(
  { runner, clock }: ActsContext,
  kinds: readonly ActKind[],
  { actor, commandId, requestId }: RouteRequest,
): Promise<void> {
  const act = String(commandId)
  for (const kind of kinds) {
    await runner.execute(makerDecider, makerCodec, {
      stream: makerIdOf(actor, kind),
      command: { type: 'UncountAct', act, kind },
      commandId: derivedUuid('uncount', act, requestId),
      input: { act },
      metadata: commandMetadata(clock, actor),
    })
  }
}

/** Why the act would wait if it were sent now: for dry runs. Nothing is counted. */
export async function reasonsOf(context: ActsContext, act: Act, actor: Actor): Promise<readonly WaitingReason[]> {
  const counts = countsOf(context, act, '')
  const alone = aloneAbove(context, act, counts)
  const together = await Promise.all(
    counts
      .filter(isSummed)
      .map((count) =>
        context.runner.read(makerDecider, makerCodec, makerIdOf(actor, count.kind), (state) =>
          reasonsToWait(state, count),
        ),
      ),
  )
  return alone.length > 0 ? alone : together.flatMap((because) => because ?? [])
}

export function placeOf({ programme, fund, division }: Pick<Act, 'programme' | 'fund' | 'division'>): string {
  return programme ?? fund ?? division
}

/** Of one account and one kind: what is done of one kind is held against nothing of another. */
export function makerIdOf({ id }: Pick<Actor, 'id'>, kind: ActKind): string {
  return derivedId('maker', id, kind)
}

/** A late entry is one beside what it is. */
function countsOf({ facts, clock, area }: ActsContext, act: Act, commandId: string): CountAct[] {
  const isLate = (act.lateDays ?? 0) > 0
  const kinds = new Set<ActKind>([act.kind, ...(isLate ? (['late-entry'] as const) : [])])
  const at = clock.now().toISOString()
  return [...kinds].flatMap((kind) => {
    const limits = facts.limitsOf(act.division, kind)
    const amount = isCounted(kind) ? (act.count ?? 1) : (act.amountFen ?? 0)
    return limits ? [{ type: 'CountAct', act: commandId, kind, amount, place: placeOf(act), at, limits, area }] : []
  })
}

/** What needs no look at what its maker did before. */
function aloneAbove({ facts }: ActsContext, act: Act, counts: readonly CountAct[]): WaitingReason[] {
  const { secondPersonAboveDays } = facts.latePolicyOf(act.division)
  const days = act.lateDays ?? 0
  const late =
    secondPersonAboveDays !== undefined && days > secondPersonAboveDays
      ? [{ rule: 'late-entry', kind: 'late-entry', limit: secondPersonAboveDays, value: days } as const]
      : []
  const beyond = act.beyond ? [{ rule: 'one-act', kind: act.kind, ...act.beyond } as const] : []
  return [...late, ...beyond, ...counts.flatMap((count) => reasonsToWait(nothingBefore, count))]
}

const nothingBefore = { acts: new Map() }

function isSummed({ limits }: CountAct): boolean {
  return limits.within24Hours !== undefined || limits.sinceApproval !== undefined
}

async function countOne(
  { runner, clock }: ActsContext,
  command: CountAct,
  { actor, requestId }: RouteRequest,
): Promise<readonly WaitingReason[] | Problem> {
  const result = await runner.execute(makerDecider, makerCodec, {
    stream: makerIdOf(actor, command.kind),
    command,
    // Of this request, not of the act: one that was refused and is sent again counts again.
    commandId: derivedUuid('count', command.act, requestId),
    input: { act: command.act },
    metadata: commandMetadata(clock, actor),
    mayCreate: true,
  })
  if (result.outcome === 'accepted') return []
  if (result.outcome === 'overloaded') return problem('overloaded')
  if (result.outcome === 'unknown') return problem('outcome-unknown')
  const { code, facts } = result.refusal
  if (code !== 'above-limit') throw new Error(`an act was not counted: ${code}`)
  return facts.because as WaitingReason[]
}
