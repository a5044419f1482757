import { totalOf } from '@welfare/contracts/shares.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import type { Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { z } from 'zod'
import type { MealRow } from '../till/meals.facts.ts'
import { tailOfMeal } from '../till/tail-of-meal.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { readStatement } from './read-statement.ts'
import { lineKinds, params, statementLine } from './statement-wire.ts'
import type { StatementAct } from './statements.facts.ts'

type Line = z.input<typeof statementLine>

/** A number as a merchant checks it: every meal, and everything that lessens or returns. */
export function createStatementLinesRoute(context: VouchersContext): Route {
  const { copy } = context
  return listRoute({
    path: '/v1/statements/{id}/lines',
    operationId: 'listStatementLines',
    summary: 'Lists what one number of a statement is made of, in the order in which it was recorded',
    tag: 'settlement',
    params,
    filter: { number: queryInteger({ min: 1, max: 100_000 }) },
    item: statementLine,
    description: 'Meals of its range, and what counts beside them',
    refusals: { 'statement-unknown': 404 },
    async listRows({ params: { id }, query: { number } }, { from, limit }) {
      const read = await readStatement(context, id, (known) => ({
        ...{ merchant: known.merchant, programme: known.programme, open: known.number },
        ...{ after: known.through, through: known.draft?.through },
      }))
      const stated = copy.listNumbers(id).find(({ proposal, approval }) => approval && proposal.statement === number)
      if (!read) return { code: 'statement-unknown', status: 404, facts: {} }
      if (!stated && number !== read.open) return []
      const { merchant, programme } = read
      const { after, through } = stated?.proposal ?? { after: read.after, through: read.through ?? copy.sequence() }
      const meals = copy.listMealsBetween({ merchant, programmes: [programme], through }, Math.max(after, from), limit)
      const acts = copy.listActs(id, { number, after, through }, from, limit)
      return [...meals.map(toMealLine), ...acts.map(toActLine)]
        .sort((one, other) => (one.sequence < other.sequence ? -1 : 1))
        .slice(0, limit)
    },
    placeOf: ({ sequence }) => sequence,
    toItem: (line) => ({ ...line, ...tailOfMeal(context, line.redemption) }),
  })
}

function toMealLine(meal: MealRow): Line {
  const { id: redemption, sequence, enteredAt, enteredBy, amountFen, shares, ownShareFen, discountFen } = meal
  const day = shanghaiDay(new Date(enteredAt))
  return {
    ...{ sequence, kind: 'meal', day, redemption, amountFen, shares: [...shares], ownShareFen, discountFen },
    ...(enteredBy !== 'union' && { eatenAt: enteredAt }),
  }
}

function toActLine({ sequence, type, day, data: { redemption, shares, reason } }: StatementAct): Line {
  const kind = lineKinds[type as keyof typeof lineKinds]
  return {
    ...{ sequence, kind, day, amountFen: totalOf(shares), shares: [...shares] },
    ...(typeof redemption === 'string' && { redemption }),
    ...(typeof reason === 'string' && { reason }),
  }
}
