import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { RouteAnswer } from '@welfare/http/route.ts'
import type { ToRecord } from './act-moves.ts'
import { createImaginedStreams, type ImaginedStreams } from './imagined-streams.ts'

/** What can be done. */
export interface Tried {
  /** The very request was recorded before. */
  readonly isRepeat: boolean
  /** By what leads to the act and by its own first step: several commands where it is done to many things at once. */
  readonly wouldRecord: readonly ToRecord[]
}

/**
 * Whether an act can be done, and what refuses it, without recording anything. The act itself is asked, on a runner that stops at the first
 * thing to record, and goes on from what only leads to the act: nobody writes down twice what refuses it.
 */
export async function tryAct(
  runner: CommandRunner,
  perform: (trying: CommandRunner) => Promise<RouteAnswer | Problem> | RouteAnswer | Problem,
): Promise<Tried | Problem> {
  const steps: Promise<unknown>[] = []
  const leading: ToRecord[] = []
  let imagined: ImaginedStreams | undefined
  const trying: CommandRunner = {
    read: (...asked) => runner.read(...asked),
    execute(decider, codec, request) {
      const { stream } = request
      const decided = imagined
        ? imagined.decide(decider, codec, request)
        : runner.execute(decider, codec, { ...request, isTrial: true })
      const step = decided.then((result) => {
        if (result.outcome !== 'accepted') return result
        const { repeated, wouldRecord } = result
        if (!repeated && !wouldRecord) return result
        const events = wouldRecord?.map((event) => {
          const { type, data } = codec.encode(event)
          return { type, data } as WelfareEvent
        })
        if (!request.leadsOn) throw new TriedOut(repeated, events && { stream, events })
        if (!events) return result
        leading.push({ stream, events })
        imagined ??= createImaginedStreams(runner)
        return imagined.add(request, result)
      })
      steps.push(step)
      return step
    },
  }
  try {
    const answer = await perform(trying)
    return isProblem(answer) ? answer : { isRepeat: false, wouldRecord: leading }
  } catch (error) {
    if (!(error instanceof TriedOut)) throw error
    // Of several steps at once one may be new, and another done before a crash.
    const ends = (await Promise.allSettled(steps)).flatMap((end) =>
      end.status === 'rejected' && end.reason instanceof TriedOut ? [end.reason] : [],
    )
    return {
      isRepeat: ends.some(({ isRepeat }) => isRepeat),
      wouldRecord: [...leading, ...ends.flatMap(({ wouldRecord }) => (wouldRecord ? [wouldRecord] : []))],
    }
  }
}

/** Ends a trial: the act goes no further than its first step. */
class TriedOut extends Error {
  override readonly name = 'TriedOut'
  readonly isRepeat: boolean
  readonly wouldRecord: ToRecord | undefined

  constructor(isRepeat: boolean, wouldRecord: ToRecord | undefined) {
    super('an act was tried out')
    this.isRepeat = isRepeat
    this.wouldRecord = wouldRecord
  }
}
