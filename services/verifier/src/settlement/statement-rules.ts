import { add } from '../amounts.ts'
import { integerIn, type JsonObject, objectsIn, textIn } from '../json.ts'
import { accountingDateOf, type LedgerEvent } from '../ledger-event.ts'
import { addAll, differenceOf, type FenByFund, fundsOf, sharesIn, sumOf, totalOf } from './fen-by-fund.ts'
import { accountOf, type Draft, partOf, type Rule, type Statement, statementOf, wordKey } from './settled-things.ts'

/** The life of a number: proposed, withdrawn, confirmed, approved. */
export const statementRules: Readonly<Record<string, Rule>> = {
  SettlementTermsSet(event, things) {
    const statement = statementOf(things, event)
    statement.silenceDays = event.data.silenceDays === undefined ? undefined : integerIn(event.data, 'silenceDays')
    return []
  },

  *StatementProposed(event, things) {
    const statement = statementOf(things, event)
    const { data, sequence } = event
    const [after, through] = [integerIn(data, 'after'), integerIn(data, 'through')]
    yield* faultsOfNumber(event, statement)
    if (statement.draft) yield 'the number is proposed already'
    if (data.revision !== statement.revision + 1)
      yield `its revision is ${data.revision}, the one before was ${statement.revision}`
    if (after !== statement.through)
      yield `its range begins after ${after}, approved are meals through ${statement.through}`
    if (through < after || through >= sequence) yield `its range ends at ${through}`
    const held = statement.pair.entries.filter((entry) => entry.sequence > after && entry.sequence <= through)
    const meals = sumOf(held.map(({ fen }) => fen))
    const count = held.filter(({ isMeal }) => isMeal).length
    if (data.meals !== count) yield `it has ${data.meals} meals, recomputed ${count}`
    yield* differenceOf('its meals are', sharesIn(data, 'funds', 'mealsFen'), meals)
    const proposed = { through, meals, proposedBy: textIn(data, 'proposedBy'), proposedOn: accountingDateOf(event) }
    yield* faultsOfPay(data, sheetOf(statement, proposed))
    if (proposed.proposedBy !== accountOf(event)) yield 'it names another proposer than who proposed it'
    statement.revision = integerIn(data, 'revision')
    statement.draft = proposed
  },

  *StatementWithdrawn(event, things) {
    const statement = statementOf(things, event)
    yield* faultsOfNumber(event, statement)
    if (!statement.draft) yield 'nothing is proposed'
    statement.draft = undefined
  },

  *StatementRefused(event, things) {
    const statement = statementOf(things, event)
    yield* faultsOfNumber(event, statement)
    yield* faultsOfApprover(event, statement.draft, 'refuses')
    statement.draft = undefined
  },

  *StatementConfirmed(event, things) {
    const statement = statementOf(things, event)
    const { data } = event
    yield* faultsOfNumber(event, statement)
    const { draft, silenceDays } = statement
    const confirmedBy = textIn(data, 'confirmedBy')
    if (confirmedBy !== accountOf(event)) yield 'it names another confirmer than who confirmed it'
    if (!draft) {
      yield 'nothing is proposed'
      return
    }
    if (draft.confirmedBy !== undefined) yield 'it is confirmed already'
    if (data.by === 'silence') {
      if (silenceDays === undefined || data.silenceDays !== silenceDays)
        yield `it goes by ${data.silenceDays} days of silence, agreed are ${silenceDays ?? 'none'}`
      else if (accountingDateOf(event) <= dayAfter(draft.proposedOn, silenceDays))
        yield 'its days of silence are not over'
    }
    draft.confirmedBy = confirmedBy
  },

  *StatementApproved(event, things) {
    const statement = statementOf(things, event)
    const { data } = event
    yield* faultsOfNumber(event, statement)
    const { draft } = statement
    yield* faultsOfApprover(event, draft, 'approves')
    if (!draft) return
    for (const [id, { sequence, outcome }] of statement.lines)
      if (sequence <= draft.through && outcome !== 'performed') yield `${id} is neither performed nor ended`
    const sheet = sheetOf(statement, draft)
    yield* faultsOfSheet(data, sheet)
    yield* faultsOfPay(data, sheet)
    const setOff = setOffByApproval(statement, sheet)
    yield* differenceOf('it sets off', sharesIn(data, 'setOff'), setOff)
    if (totalOf(setOff) > 0) things.settling.set(wordKey(data, partOf(event)), setOff)
    takeIn(statement, draft, sheet, setOff)
  },

  *InvoiceRecorded(event, things) {
    const { invoices, number, draft } = statementOf(things, event)
    const of = integerIn(event.data, 'statement')
    const invoice = textIn(event.data, 'invoiceNumber')
    if (of > number || (of === number && !draft)) yield `number ${of} is not proposed`
    if (invoices.has(invoice)) yield `invoice ${invoice} is recorded already`
    invoices.set(invoice, of)
  },

  *InvoiceStruckOut(event, things) {
    const { invoices } = statementOf(things, event)
    const invoice = textIn(event.data, 'invoiceNumber')
    if (invoices.get(invoice) !== event.data.statement) yield `invoice ${invoice} does not stand in it`
    invoices.delete(invoice)
  },
}

function* faultsOfNumber({ data }: LedgerEvent, { number }: Statement): Iterable<string> {
  if (data.statement !== number) yield `it is of number ${data.statement}, open is ${number}`
}

/** Who approves or refuses a number. */
function* faultsOfApprover(
  event: LedgerEvent,
  draft: Draft | undefined,
  does: 'approves' | 'refuses',
): Iterable<string> {
  if (!draft) {
    yield 'nothing is proposed'
    return
  }
  const approver = accountOf(event)
  if (draft.confirmedBy === undefined) yield 'nobody has confirmed it'
  if (approver === draft.proposedBy || approver === draft.confirmedBy)
    yield `${approver} ${does} what ${approver} proposed or confirmed`
}

const figures = ['carriedFen', 'mealsFen', 'takenBackFen', 'comeBackFen', 'disputedFen', 'dueFen'] as const
type Sheet = Map<string, Readonly<Record<(typeof figures)[number], number>>>

/** Due = carried + meals − taken back + come back − disputed, by fund. */
function sheetOf(statement: Statement, { through, meals }: Pick<Draft, 'through' | 'meals'>): Sheet {
  const inIt = ({ sequence }: { readonly sequence: number }): boolean => sequence <= through
  const { carried, comeBack } = statement
  const takenBack = sumOf([...statement.lines.values()].filter(inIt).map(({ shares }) => shares))
  const disputes = [...statement.disputes.values()].filter((one) => inIt(one) && !one.isLeftOut)
  const disputed = sumOf(disputes.map(({ shares }) => shares))
  const sums = [carried, meals, takenBack, comeBack, disputed]
  return new Map(
    fundsOf(...sums).map((fund) => {
      const [carriedFen = 0, mealsFen = 0, takenBackFen = 0, comeBackFen = 0, disputedFen = 0] = sums.map(
        (sum) => sum.get(fund) ?? 0,
      )
      const dueFen = [carriedFen, mealsFen, -takenBackFen, comeBackFen, -disputedFen].reduce(add)
      return [fund, { carriedFen, mealsFen, takenBackFen, comeBackFen, disputedFen, dueFen }]
    }),
  )
}

function* faultsOfSheet(data: JsonObject, sheet: Sheet): Iterable<string> {
  const told = new Map(objectsIn(data, 'funds').map((row) => [textIn(row, 'fund'), row]))
  for (const fund of new Set([...told.keys(), ...sheet.keys()]))
    for (const figure of figures) {
      const row = told.get(fund)
      const [found, expected] = [row ? integerIn(row, figure) : 0, sheet.get(fund)?.[figure] ?? 0]
      if (found !== expected) yield `${figure} of ${fund} is ${found}, recomputed ${expected}`
    }
}

function* faultsOfPay(data: JsonObject, sheet: Sheet): Iterable<string> {
  const expected = totalOf(payOf(sheet))
  if (data.payFen !== expected) yield `it pays ${data.payFen}, recomputed ${expected}`
}

function payOf(sheet: Sheet): FenByFund {
  return new Map([...sheet].flatMap(([fund, { dueFen }]) => (dueFen > 0 ? [[fund, dueFen] as const] : [])))
}

/** In funds that pay nothing: what is owed beyond what is carried on. */
function setOffByApproval({ claims }: Statement, sheet: Sheet): FenByFund {
  return new Map(
    [...sheet].flatMap(([fund, { dueFen }]) => {
      const fen = add(claims.get(fund) ?? 0, dueFen)
      return dueFen <= 0 && fen > 0 ? [[fund, fen] as const] : []
    }),
  )
}

function takeIn(statement: Statement, { through, meals }: Draft, sheet: Sheet, setOff: FenByFund): void {
  const { claims, lines, disputes, pair, number } = statement
  addAll(claims, setOff, -1)
  const shares = payOf(sheet)
  const withIt: FenByFund = new Map()
  for (const fund of shares.keys()) {
    const fen = claims.get(fund) ?? 0
    if (fen > 0) withIt.set(fund, fen)
  }
  addAll(claims, withIt, -1)
  statement.approved.set(number, { shares, setOff: withIt, taken: new Map() })
  statement.carried = new Map([...sheet].flatMap(([fund, { dueFen }]) => (dueFen < 0 ? [[fund, dueFen] as const] : [])))
  statement.comeBack = new Map()
  addAll(statement.cost, meals)
  for (const { sequence, shares: back } of lines.values())
    if (sequence > statement.through && sequence <= through) addAll(statement.cost, back, -1)
  for (const [id, { sequence }] of lines) if (sequence <= through) lines.delete(id)
  for (const dispute of disputes.values()) if (dispute.sequence <= through) dispute.isLeftOut = true
  pair.entries = pair.entries.filter(({ sequence }) => sequence > through)
  statement.through = through
  statement.number = number + 1
  statement.revision = 0
  statement.draft = undefined
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
