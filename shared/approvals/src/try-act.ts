import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { RouteAnswer } from '@welfare/http/route.ts'

/** What can be done. */
interface Tried {
  /** The very request was recorded before. */
  readonly isRepeat: boolean
}

/**
 * Whether an act can be done, and what refuses it, without recording anything. The act itself is asked, on a runner that stops at the first
 * thing to record: nobody writes down twice what refuses it.
 */
export async function tryAct(
  runner: CommandRunner,
  perform: (trying: CommandRunner) => Promise<RouteAnswer | Problem> | RouteAnswer | Problem,
): Promise<Tried | Problem> {
  const steps: Promise<unknown>[] = []
  const trying: CommandRunner = {
    read: (...asked) => runner.read(...asked),
    execute(decider, codec, request) {
      const step = runner.execute(decider, codec, { ...request, isTrial: true }).then((result) => {
        if (result.outcome !== 'accepted') return result
        if (result.repeated || result.wouldRecord) throw new TriedOut(result.repeated)
        return result
      })
      steps.push(step)
      return step
    },
  }
  try {
    const answer = await perform(trying)
    return isProblem(answer) ? answer : { isRepeat: false }
  } catch (error) {
    if (!(error instanceof TriedOut)) throw error
    // Of several steps at once one may be new, and another done before a crash.
    const ends = await Promise.allSettled(steps)
    return { isRepeat: ends.some((end) => end.status === 'rejected' && isRepeat(end.reason)) }
  }
}

/** Ends a trial: the act goes no further than its first step. */
class TriedOut extends Error implements Tried {
  override readonly name = 'TriedOut'
  readonly isRepeat: boolean

  constructor(isRepeat: boolean) {
    super('an act was tried out')
    this.isRepeat = isRepeat
  }
}

function isRepeat(reason: unknown): boolean {
  return reason instanceof TriedOut && reason.isRepeat
}
