import { integerIn, isObject, type JsonObject, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { addAll, covers, differenceOf, type FenByFund, sharesIn, totalOf } from './fen-by-fund.ts'
import {
  accountIn,
  accountOf,
  freeCostOf,
  freeOf,
  pairKey,
  partOf,
  type Rule,
  type SettledThings,
  statementOf,
  wordKey,
} from './settled-things.ts'

/** How what a merchant owes, or is owed, ends without a payment; and the budget's word on it. */
export const claimRules: Readonly<Record<string, Rule>> = {
  *MerchantRepaid(event, things) {
    yield* faultsOfEndedClaim(event, things, 'repaid')
  },

  *ClaimGivenUp(event, things) {
    yield* faultsOfApproval(event)
    yield* faultsOfEndedClaim(event, things, 'given up')
  },

  *PayableWaived(event, things) {
    yield* faultsOfApproval(event)
    const { data } = event
    const statement = statementOf(things, event)
    const approved = statement.approved.get(integerIn(data, 'statement'))
    const shares = sharesIn(data)
    if (!isObject(event.metadata.document)) yield 'it names no paper of the merchant'
    if (!approved || totalOf(freeOf(approved)) === 0) yield 'its number is not there to be paid'
    if (!approved) return
    if (!covers(freeOf(approved), shares)) yield 'more is waived than its number pays'
    if (!covers(freeCostOf(statement), shares)) yield 'more is waived than its meals cost'
    addAll(approved.shares, shares, -1)
    addAll(statement.cost, shares, -1)
    const ended = new Map([...approved.setOff].filter(([fund]) => (approved.shares.get(fund) ?? 0) === 0))
    yield* differenceOf('it sets off', sharesIn(data, 'setOff'), ended)
    for (const fund of ended.keys()) approved.setOff.delete(fund)
    const word = wordKey(data, partOf(event))
    things.waived.set(word, shares)
    if (totalOf(ended) > 0) things.settling.set(word, ended)
  },

  *WaiverReceived({ data }, things) {
    yield* faultsOfWord(data, 'by', things.waived)
  },

  *ClaimReceived({ data }, things) {
    yield* faultsOfWord(data, 'reversal', things.claimed)
  },

  *ClaimSettled({ data }, things) {
    yield* faultsOfWord(data, 'by', things.settling)
  },

  *ClaimWrittenOff({ data }, things) {
    yield* faultsOfWord(data, 'by', things.givenUp)
    addAll(writtenOffOf(things, data), sharesIn(data))
  },

  *ClaimRecovered({ data }, things) {
    const writtenOff = writtenOffOf(things, data)
    if (!covers(writtenOff, sharesIn(data))) yield 'more is recovered than was written off'
    addAll(writtenOff, sharesIn(data), -1)
  },
}

/** Whatever limits say, a second person agrees. */
function* faultsOfApproval(event: LedgerEvent): Iterable<string> {
  const { approval } = event.metadata
  if (!isObject(approval) || accountIn(textIn(approval, 'approvedBy')) === accountOf(event))
    yield 'nobody but who asked for it has approved it'
}

/** The merchant owes so much less, and is due it in the open number. */
function* faultsOfEndedClaim(event: LedgerEvent, things: SettledThings, how: 'repaid' | 'given up'): Iterable<string> {
  const statement = statementOf(things, event)
  const shares = sharesIn(event.data)
  if (event.data.statement !== statement.number)
    yield `it is ${how} in number ${event.data.statement}, open is ${statement.number}`
  if (!covers(statement.claims, shares)) yield `more is ${how} than is owed`
  addAll(statement.claims, shares, -1)
  addAll(statement.comeBack, shares)
  const words = how === 'repaid' ? things.settling : things.givenUp
  words.set(wordKey(event.data, partOf(event)), shares)
}

function writtenOffOf({ writtenOff }: SettledThings, data: JsonObject): FenByFund {
  const key = pairKey(data)
  const known: FenByFund = writtenOff.get(key) ?? new Map()
  writtenOff.set(key, known)
  return known
}

/** The budget takes in once what was said elsewhere, and nothing else. */
function* faultsOfWord(data: JsonObject, member: string, said: SettledThings['claimed']): Iterable<string> {
  const by = textIn(data, member)
  const key = wordKey(data, by)
  const shares = said.get(key)
  if (!shares) yield `it goes by ${by}, which says nothing of the kind, or was taken in before`
  else yield* differenceOf('it takes in', sharesIn(data), shares)
  said.delete(key)
}
