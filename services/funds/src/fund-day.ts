import { type JudgedDay, judgeDay, type StatedDay } from '@welfare/http/late-entry.ts'
import type { Approval } from '@welfare/http/room.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { FundsContext } from './funds.context.ts'

/** The day on which an act on a fund counts, as far back as the fund's division allows. */
export function judgeFundDay(
  { clock, copy, acts }: FundsContext,
  fund: string,
  actor: Actor,
  { approval, ...stated }: Pick<StatedDay, 'day' | 'lateEntry'> & { readonly approval?: Approval | undefined },
): JudgedDay {
  const policy = acts.latePolicyOf(copy.divisionOf(fund) ?? '')
  return judgeDay({ ...stated, actor, policy, now: clock.now(), askedOn: approval?.askedOn })
}
