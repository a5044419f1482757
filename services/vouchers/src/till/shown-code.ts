import { addressKey } from '@welfare/http/edge/client-address.ts'
import { tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { caughtUp } from '@welfare/http/room.ts'
import type { Actor, RouteRequest } from '@welfare/http/route.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import type { FoundVoucher } from './till.facts.ts'

const unknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }

/**
 * The wallet that a shown code or QR token opens, where its programme lies within the actor's reach; else unknown, as a code that was never
 * issued. Only misses use up tries, of the device, of the account and of its address; when there are none left no code is looked at, right ones included.
 */
export async function openShown(
  context: VouchersContext,
  shown: string,
  { actor, address, credential }: Pick<RouteRequest, 'actor' | 'address' | 'credential'>,
): Promise<FoundVoucher | Problem> {
  const { clock, guesses, store, facts } = context
  const tries = [
    { limiter: guesses.byDevice, key: `${actor.id} ${credential ?? ''}` },
    { limiter: guesses.byAccount, key: actor.id },
    { limiter: guesses.byAddress, key: addressKey(address) },
  ]
  const waitS = Math.max(...tries.map(({ limiter, key }) => limiter.waitS(key) ?? 0))
  if (waitS > 0) return tooManyAttempts(waitS, clock)
  const find = () => findWithin(context, shown, actor)
  const known = find()
  if (known) return known
  // In the same breath as the look: of many guesses at once none is free.
  for (const { limiter, key } of tries) limiter.take(key)
  await caughtUp(store, facts)
  const issuedJustNow = find()
  if (!issuedJustNow) return unknown
  for (const { limiter, key } of tries) limiter.giveBack(key)
  return issuedJustNow
}

function findWithin({ copy, findVoucher }: VouchersContext, shown: string, { reach }: Actor): FoundVoucher | undefined {
  const voucher = findVoucher(shown)
  return voucher && copy.isProgrammeWithin(reach, voucher.programme) ? voucher : undefined
}
