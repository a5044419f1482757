import { idOf } from '@welfare/contracts/primitives.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { VouchersContext } from '../vouchers.context.ts'
import { invoicesOf } from './invoices.ts'
import { readStatement } from './read-statement.ts'
import { payersOf } from './sheet-payers.ts'
import type { StatementState } from './statement.state.ts'
import { payFenOf, sheetOf } from './statement-sheet.ts'
import { openNumbersAnswer } from './statement-wire.ts'
import { isWithin } from './statements-within.ts'

/** What a shop has coming that is not approved yet, programme by programme. */
export function createOpenNumbersRoute(context: VouchersContext): Route {
  const { copy } = context
  return defineRoute({
    method: 'get',
    path: '/v1/merchants/{id}/open-numbers',
    operationId: 'listOpenNumbers',
    summary: "Lists the open number of a merchant's statement in each programme, proposed or not",
    tag: 'settlement',
    params: z.strictObject({ id: idOf('merchant') }),
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'Those in which something stands', schema: openNumbersAnswer } },
    refusals: { 'merchant-unknown': 404 },
    async handle({ params: { id: merchant }, actor }) {
      if (!copy.isMerchant(merchant)) return { code: 'merchant-unknown', status: 404, facts: {} }
      const programmes = copy
        .listProgrammesOfMerchant(merchant)
        .filter((programme) => isWithin(copy, actor, { merchant, programme }))
      const items = []
      for (const programme of programmes) {
        const id = statementId(merchant, programme)
        const open = await readStatement(context, id, (state) => openNumberOf(copy, state))
        if (!open || open.funds.length === 0) continue
        const { number, status, meals, payFen } = open
        items.push({ id, programme, number, status, meals, payFen })
      }
      return { status: 200, body: { items }, headers: notKept }
    },
  })
}

/** As it would be approved; before it is proposed, with all there is. */
export function openNumberOf(copy: VouchersContext['copy'], state: StatementState) {
  const { merchant, programme, draft, refusal, number, through: after } = state
  const through = draft?.through ?? Math.max(after, copy.sequence())
  const range = draft ?? { after, through, ...copy.dueBetween({ merchant, programme }, after, through) }
  const funds = sheetOf(state, range)
  return {
    ...{ number, revision: state.revision, status: statusOf(state), after: range.after, through, meals: range.meals },
    ...(draft?.until !== undefined && { until: draft.until }),
    ...(draft && { proposedOn: draft.proposedOn }),
    ...(refusal && { refusal }),
    ...{ funds, payers: payersOf(copy, { funds }), payFen: payFenOf(funds), ...invoicesOf(state, number) },
  }
}

function statusOf({ draft, revision }: StatementState): 'open' | 'draft' | 'proposed' | 'confirmed' {
  if (!draft) return revision > 0 ? 'draft' : 'open'
  return draft.confirmedBy === undefined ? 'proposed' : 'confirmed'
}
