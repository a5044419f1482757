import { integerIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { addAll, covers, differenceOf, sharesIn } from './fen-by-fund.ts'
import { freeCostOf, partOf, type Rule, type SettledThings, type Statement, statementOf } from './settled-things.ts'

/** What a statement decides of single meals. */
export const lineRules: Readonly<Record<string, Rule>> = {
  *LineTakenBack(event, things) {
    const statement = statementOf(things, event)
    const { data } = event
    const redemption = textIn(data, 'redemption')
    const sequence = integerIn(data, 'sequence')
    const to = textIn(data, 'to')
    const shares = sharesIn(data)
    yield* faultsOfMeal(event, statement, things)
    const { followedBy } = statement
    // A meal that was disputed until now was in no number that is paid.
    const expected = sequence <= statement.through && !followedBy ? 'claim' : 'open'
    if (to !== expected)
      yield `it goes to ${to}; numbers are approved through ${statement.through}, so that it is ${expected}`
    if (statement.disputes.has(redemption)) yield 'its meal is disputed'
    if (followedBy && followedBy.redemption !== redemption) yield 'the dispute before it took back another meal'
    if (followedBy) yield* differenceOf('it takes back', shares, followedBy.shares)
    statement.followedBy = undefined
    const line = { stream: event.stream, redemption, sequence, to, shares }
    statement.lines.set(partOf(event), line)
    things.openLines.set(partOf(event), line)
    if (to === 'claim') addAll(statement.claims, shares)
    if (sequence <= statement.through) addAll(statement.cost, shares, -1)
    if (to === 'claim' && !covers(freeCostOf(statement), new Map())) yield 'it takes back what the merchant has waived'
    const { draft } = statement
    if (draft && sequence > statement.through && sequence <= draft.through) statement.draft = undefined
  },

  *LineTakeBackEnded(event, things) {
    const statement = statementOf(things, event)
    const id = textIn(event.data, 'takenBack')
    const line = things.openLines.get(id)
    if (!line || line.stream !== event.stream) {
      yield `it ends ${id}, which is not open here`
      return
    }
    if (line.outcome !== 'declined') yield `it ends ${id}, which no wallet has declined`
    if (line.redemption !== event.data.redemption) yield `${id} takes back another meal`
    yield* differenceOf('it gives back', sharesIn(event.data), line.shares)
    if (line.to === 'claim') addAll(statement.claims, line.shares, -1)
    if (line.sequence <= statement.through) addAll(statement.cost, line.shares)
    statement.lines.delete(id)
    things.openLines.delete(id)
  },

  *LineDisputed(event, things) {
    const statement = statementOf(things, event)
    const { data } = event
    const redemption = textIn(data, 'redemption')
    const sequence = integerIn(data, 'sequence')
    const shares = sharesIn(data)
    yield* faultsOfMeal(event, statement, things)
    if (sequence <= statement.through) yield 'an approved number holds its meal'
    if (statement.disputes.has(redemption)) yield 'its meal is disputed already'
    const left = things.meals.get(redemption)?.left
    if (left) yield* differenceOf('it disputes', shares, left)
    statement.disputes.set(redemption, { sequence, shares, isLeftOut: false })
  },

  *DisputeEnded(event, things) {
    const statement = statementOf(things, event)
    const { data } = event
    const redemption = textIn(data, 'redemption')
    const dispute = statement.disputes.get(redemption)
    if (!dispute) {
      yield 'its meal is not disputed'
      return
    }
    yield* differenceOf('it ends a dispute of', sharesIn(data), dispute.shares)
    if (dispute.isLeftOut) addAll(statement.comeBack, dispute.shares)
    statement.disputes.delete(redemption)
    if (data.outcome === 'taken-back') statement.followedBy = { redemption, shares: dispute.shares }
  },
}

/** A line counts in the number whose range holds the meal's own sequence. */
function* faultsOfMeal(
  { data }: LedgerEvent,
  statement: Statement,
  { meals }: Pick<SettledThings, 'meals'>,
): Iterable<string> {
  const sequence = integerIn(data, 'sequence')
  const meal = meals.get(textIn(data, 'redemption'))
  if (!meal) yield 'its meal is not there'
  else {
    if (meal.pair !== statement.pair) yield 'its meal is of another merchant or programme'
    if (meal.sequence !== sequence) yield `its meal is event ${meal.sequence}, it says ${sequence}`
  }
  const { number, draft } = statement
  const expected = draft && sequence > draft.through ? number + 1 : number
  if (data.statement !== expected) yield `it names number ${data.statement}, it belongs to ${expected}`
}
