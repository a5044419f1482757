import { idOf } from '@welfare/contracts/primitives.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { afterField } from '@welfare/http/after.ts'
import { preferredLanguage } from '@welfare/http/edge/preferred-language.ts'
import { pageOf } from '@welfare/http/paging.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { walletCodec } from '../codecs.ts'
import { describeVoucher } from '../till/look-up.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { personVoucher } from '../wire.ts'
import { paidByCredit } from './meal-part.ts'
import { walletDecider } from './wallet.decider.ts'
import { creditOf, type WalletState } from './wallet.state.ts'

/** Everything that one person holds and has eaten, programme by programme; all at once, since a person takes part in few: no listRoute. */
export function createPersonVouchersRoute({ copy, clock, runner }: VouchersContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/workers/{id}/vouchers',
    operationId: 'listVouchersOfWorker',
    summary: "Lists a person's credits, meals and card in each programme within the caller's scope, without codes",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('worker') }),
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'One for each programme, by serial', schema: pageOf(personVoucher) } },
    refusals: { 'voucher-unknown': 404 },
    async handle({ params: { id }, actor: { scope }, headers }) {
      const language = preferredLanguage(headers['accept-language'])
      const held = copy
        .walletsOfWorker(id)
        .filter(({ programme }) => copy.isProgrammeWithin(scope, programme))
        .map((known) => describe(known, language))
      if (held.length === 0) return { code: 'voucher-unknown', status: 404, facts: {} }
      return { status: 200, body: { items: (await Promise.all(held)).filter((item) => item !== undefined) } }
    },
  })

  function describe(
    { wallet, programme }: { readonly wallet: string; readonly programme: string },
    language: Language,
  ) {
    const now = clock.now()
    const { closed: programmeClosed = false, rules } = copy.findProgramme(programme) ?? {}
    const when = { day: shanghaiDay(now), now: now.toISOString() }
    const asked = {
      wallet,
      ...when,
      merchantAdmitted: true,
      programmeClosed,
      allowedItems: rules?.allowedItems,
      language,
    }
    return runner.read(walletDecider, walletCodec, wallet, (state) => {
      const { serial, prints: printed } = state.card
      const shown = describeVoucher(state, { ...asked, serial })
      const credits = shown.credits.map((credit) => ({ ...credit, ...grantOf(state, credit.id) }))
      return { ...shown, serial, printed, credits, meals: mealsOf(state, wallet) }
    })
  }
}

function grantOf(state: WalletState, id: string) {
  const credit = creditOf(state, id)
  if (!credit) throw new Error(`${id} is described and not held`)
  return { issuedFor: credit.issuedFor, grantedFen: credit.grantedFen }
}

function mealsOf({ redemptions }: WalletState, wallet: string): z.infer<typeof personVoucher>['meals'] {
  return [...redemptions].map(([version, { day, merchant, paid, kept, enteredBy }]) => ({
    ...{ id: `${wallet}.${version}`, day, merchant, amountFen: paidByCredit(paid) },
    ...{ ownShareFen: paid.ownShareFen, keptFen: paidByCredit(kept) },
    items: kept.items.map(({ code, quantity }) => ({ code, quantity })),
    ...(enteredBy && { enteredBy }),
  }))
}
