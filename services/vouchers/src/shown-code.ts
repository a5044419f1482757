import { type Problem, problem } from '@welfare/service-kit/problem.ts'
import { findFresh } from '@welfare/service-kit/room.ts'
import type { Actor } from '@welfare/service-kit/route.ts'
import { type FoundVoucher, findVoucher } from './look-up.ts'
import type { VouchersContext } from './vouchers.context.ts'

const unknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }

/**
 * The wallet that a shown code or QR token opens, where its programme lies within the actor's reach; else unknown, as a code that was never
 * issued. Only misses use up the account's tries; when there are none left no code is looked at, right ones included.
 */
export async function openShown(
  context: VouchersContext,
  shown: string,
  actor: Actor,
): Promise<FoundVoucher | Problem> {
  const { guesses, store, facts } = context
  const find = () => findWithin(context, shown, actor)
  const exhaustedForS = guesses.waitS(actor.id)
  if (exhaustedForS !== undefined) return tooMany(exhaustedForS)
  const known = find()
  if (known) return known
  // In the same breath as the look: of many guesses at once none is free.
  const waitS = guesses.take(actor.id)
  if (waitS !== undefined) return tooMany(waitS)
  const issuedJustNow = await findFresh(find, store, facts)
  if (!issuedJustNow) return unknown
  guesses.giveBack(actor.id)
  return issuedJustNow
}

function findWithin({ copy, codes }: VouchersContext, shown: string, { reach }: Actor): FoundVoucher | undefined {
  const voucher = findVoucher(copy, codes, shown)
  return voucher && copy.isProgrammeWithin(reach, voucher.programme) ? voucher : undefined
}

function tooMany(retryAfterS: number): Problem {
  return { ...problem('too-many-attempts'), retryAfterS }
}
