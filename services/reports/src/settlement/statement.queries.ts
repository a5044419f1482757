import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { addShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { entryOf, splitEntry } from '../budget/running-totals.store.ts'
import { createEventFilter } from '../journal/event-filter.ts'
import { readEvents, readLegs } from '../journal/journal-legs.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import type { Projected } from '../read-model/projection.ts'
import type { WithScope } from '../scope-filter.ts'
import { type StatedLine, statedNumbers } from './stated-numbers.ts'
import type { StatementQuery } from './statement.contract.ts'
import { statementEvents } from './statement-events.ts'

/** Meals of one day, and what was given beside them. */
export interface StatedDay {
  readonly day: string
  readonly meals: number
  readonly listPriceFen: number
  readonly discountFen: number
  readonly ownShareFen: number
  readonly amountFen: number
  /** Who paid it. */
  readonly shares: readonly Share[]
}

/** One number of a statement with its meals by day, and the day of each meal that a line is about. */
export function queryStatement(context: QueryContext, query: StatementQuery & WithScope) {
  const { generation } = context
  const moment = resolveMoment(generation.model, query)
  if (isRefusal(moment)) return moment as Refusal
  const events = [...statementEvents(context, query.statement, moment.sequence)]
  const [first] = events
  const isWithin = createEventFilter(context, query.scope, moment.sequence)
  if (!first || !isWithin(first.recorded)) return refusal('statement-unknown', {})
  const numbers = statedNumbers(events)
  const { number = numbers.at(-1)?.proposal.statement } = query
  const found = numbers.find(({ proposal }) => proposal.statement === number)
  if (!found) return refusal('statement-not-proposed', { statement: number ?? 1 })
  return {
    ...reflectedAt(generation.model, moment.sequence),
    statement: query.statement,
    ...found,
    lines: withDays(context, found.lines),
    days: daysOf(context, found.proposal),
  }
}

function withDays({ source }: QueryContext, lines: readonly StatedLine[]) {
  const meals = readEvents(
    source,
    lines.flatMap(({ sequence }) => sequence ?? []),
  )
  return lines.map((line) => {
    const meal = line.sequence === undefined ? undefined : meals.get(line.sequence)
    return { ...line, mealDay: meal ? toProjected(meal).paperDay : null }
  })
}

interface Range {
  readonly merchant: string
  readonly programme: string
  readonly after: number
  readonly through: number
}

/** Of what stands in the range: meals, and red entries of before there were statements, by the days of the meals' papers. */
function daysOf(context: QueryContext, { merchant, programme, after, through }: Range): StatedDay[] {
  const days = new Map<string, StatedDay>()
  const dimensions = { account: 'payable', merchant, programme } as const
  const before = entryOf(through + 1, 0)
  for (let from = entryOf(after + 1, 0) - 1; ; ) {
    const limit = projectionLimits.exportPageSize
    const legs = readLegs(context, { dimensions }, { after: from, before, limit })
    const last = legs.at(-1)
    if (!last) break
    const sequences = new Set(legs.map(({ entry }) => splitEntry(entry).sequence))
    for (const event of readEvents(context.source, [...sequences]).values())
      if (sequences.has(event.sequence)) put(days, toProjected(event))
    if (legs.length < limit) break
    // An event is read whole, whichever of its legs is on the page.
    from = entryOf(splitEntry(last.entry).sequence + 1, 0) - 1
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1))
}

const nothing = { meals: 0, listPriceFen: 0, discountFen: 0, ownShareFen: 0, amountFen: 0, shares: [] }

function put(days: Map<string, StatedDay>, { event, paperDay }: Projected): void {
  const of = amountsOf(event)
  if (!of) return
  const { day = paperDay, meals, listPriceFen, discountFen, ownShareFen, amountFen, shares } = of
  const known = days.get(day) ?? { ...nothing, day }
  days.set(day, {
    day,
    meals: known.meals + meals,
    listPriceFen: addFen(known.listPriceFen, listPriceFen),
    discountFen: addFen(known.discountFen, discountFen),
    ownShareFen: addFen(known.ownShareFen, ownShareFen),
    amountFen: addFen(known.amountFen, amountFen),
    shares: addShares(known.shares, shares),
  })
}

function amountsOf({
  type,
  data,
}: Projected['event']): (Omit<StatedDay, 'day'> & { readonly day?: string }) | undefined {
  if (type === 'MealRedeemed') {
    const { redeemedOn: day, listPriceFen, discountFen, ownShareFen, draws } = data
    const shares = sharesOf(draws)
    const amountFen = totalOf(shares)
    return { day, meals: amountFen > 0 ? 1 : 0, listPriceFen, discountFen, ownShareFen, amountFen, shares }
  }
  if (type !== 'RedemptionReversed' || data.takenBack !== undefined) return undefined
  const { draws, discountBackFen = 0, ownShareBackFen = 0 } = data
  const back = sharesOf(draws)
  const backFen = totalOf(back)
  return {
    ...{ meals: 0, listPriceFen: subtractFen(0, sumFen([backFen, discountBackFen, ownShareBackFen])) },
    ...{ discountFen: subtractFen(0, discountBackFen), ownShareFen: subtractFen(0, ownShareBackFen) },
    amountFen: subtractFen(0, backFen),
    shares: back.map((share) => ({ ...share, amountFen: subtractFen(0, share.amountFen) })),
  }
}

function sharesOf(draws: readonly { readonly shares: readonly Share[] }[]): Share[] {
  return draws.reduce<Share[]>((sum, { shares }) => addShares(sum, shares), [])
}
