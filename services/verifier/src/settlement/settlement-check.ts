import { MisshapenError } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import type { Findings } from '../verdict.ts'
import { claimRules } from './claim-rules.ts'
import { lineRules } from './line-rules.ts'
import { mealRules } from './meal-rules.ts'
import { paymentRules } from './payment-rules.ts'
import { keptRules, purchaseRules } from './purchase-rules.ts'
import { createSettledThings, pairOf, type Rule, type SettledThings, statementOf } from './settled-things.ts'
import { statementRules } from './statement-rules.ts'
import { supplierInvoiceRules } from './supplier-invoice-rules.ts'
import { supplierPaymentRules } from './supplier-payment-rules.ts'

/** Read on the way: what they say is examined where it is taken in. */
const unexamined = { ...mealRules, ...keptRules }
const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    ...mealRules,
    ...lineRules,
    ...statementRules,
    ...paymentRules,
    ...claimRules,
    ...purchaseRules,
    ...supplierInvoiceRules,
    ...supplierPaymentRules,
    ...keptRules,
  }),
)

/**
 * What merchants are due and were paid, from the events alone: every meal in exactly one number, every taking back decided once and performed
 * once, every sheet as its meals give it, every payment once and by two persons.
 */
export function checkSettlement(findings: Findings): { take(event: LedgerEvent): void } {
  const things = createSettledThings()
  return {
    take(event) {
      const rule = rules.get(event.type)
      if (!rule) return
      if (!Object.hasOwn(unexamined, event.type)) findings.examined('settlement')
      const misfit = (what: string): void =>
        findings.misfit({ check: 'settlement', where: placeOf(event), event, what })
      try {
        for (const what of faultsOfStream(event, things)) misfit(what)
        for (const what of rule(event, things)) misfit(what)
      } catch (error) {
        if (!(error instanceof MisshapenError || error instanceof RangeError)) throw error
        misfit(error.message)
      }
    },
  }
}

function placeOf({ stream, data }: LedgerEvent): string {
  return typeof data.statement === 'number' ? `${stream}, number ${data.statement}` : stream
}

/** One stream of statements for each merchant and programme, and what was begun in it is gone on with. */
function* faultsOfStream(event: LedgerEvent, things: SettledThings): Iterable<string> {
  if (!event.stream.startsWith('statement-')) return
  const statement = statementOf(things, event)
  const pair = pairOf(things, event)
  pair.stream ??= event.stream
  if (statement.pair !== pair) yield 'it is of another merchant or programme than what stands before it in its stream'
  if (pair.stream !== event.stream) yield `the statements of its merchant and programme stand in ${pair.stream}`
  if (statement.followedBy && event.type !== 'LineTakenBack') {
    yield 'the meal of the dispute that ended before it was to be taken back'
    statement.followedBy = undefined
  }
}
