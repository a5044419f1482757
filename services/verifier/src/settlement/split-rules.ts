import { sum } from '../amounts.ts'
import { integerIn, objectIn, objectsIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { differenceOf, type FenByFund, sharesOfDraws } from './fen-by-fund.ts'
import { partOf, type SettledThings } from './settled-things.ts'
import { leftToShares, type PartLine, partsOf, partsOfSmaller, readLine, type SplitWallet } from './split-meal.ts'

const workersRest = JSON.stringify(['worker', 'rest', null, null, null, null])

export function takeCredit({ stream, data }: LedgerEvent, things: SettledThings): void {
  const wallet = splitWalletOf(things, stream)
  if (data.split === undefined) {
    wallet.hasOthers = true
    return
  }
  const texts = objectsIn(objectIn(data, 'split'), 'lines').map((line) => readLine(line).text)
  if (texts.at(-1) !== workersRest) texts.push(workersRest)
  wallet.rules.add(texts.join())
}

export function* faultsOfSplit(event: LedgerEvent, things: SettledThings): Iterable<string> {
  const { data, stream } = event
  const wallet = splitWalletOf(things, stream)
  if (data.split === undefined) {
    if (wallet.rules.size > 0 && !wallet.hasOthers) yield 'it is not split, although all credits say who pays'
    return
  }
  const written = objectsIn(data, 'split')
  const lines = written.map(readLine)
  const amounts = written.map((line) => integerIn(line, 'amountFen'))
  const price = sum(amounts)
  things.splits.set(partOf(event), { lines, kept: amounts })
  if (!wallet.rules.has(lines.map(({ text }) => text).join())) yield 'it is split by a rule that no credit has'
  yield* differenceOf('its parts are', byPayer(lines, amounts), byPayer(lines, partsOf(lines, price)))
  const owed = lines.filter(
    ({ kind, payer, owed: given }) => kind === 'share' && given !== (wallet.owed.get(payer) ?? 0),
  )
  for (const { payer, owed: given } of owed)
    yield `rounding is said to leave ${given} to ${payer}, recomputed ${wallet.owed.get(payer) ?? 0}`
  for (const [payer, left] of leftToShares(lines, price)) wallet.owed.set(payer, left)
  const paid = byPayer(lines, amounts)
  yield* differenceOf('its draws are', sharesOfDraws(data), ofFunds(paid))
  const [worker = 0, merchant = 0] = [paid.get('worker'), paid.get('merchant')]
  const ownShare = integerIn(data, 'ownShareFen')
  if (ownShare !== worker) yield `the worker pays ${ownShare}, by its parts ${worker}`
  const asked = integerIn(data, 'listPriceFen') - integerIn(data, 'discountFen') + merchant
  if (asked !== price) yield `its price is ${asked}, its parts are ${price}`
}

export function* faultsOfSmaller({ data, stream }: LedgerEvent, things: SettledThings): Iterable<string> {
  const meal = things.splits.get(textIn(data, 'redemption'))
  if (!meal) {
    if (data.keptSplit !== undefined) yield 'it splits a meal that was not split'
    return
  }
  const { lines, kept: before } = meal
  const written = objectsIn(data, 'keptSplit')
  const kept = written.map((part) => integerIn(part, 'amountFen'))
  if (written.map((part) => textIn(part, 'payer')).join() !== lines.map(({ payer }) => payer).join())
    yield 'what is kept is of other payers than the meal'
  const [from, to] = [sum(before), sum(kept)]
  yield* differenceOf(
    'of the smaller meal remain',
    byPayer(lines, kept),
    byPayer(lines, partsOfSmaller(lines, to, before)),
  )
  const back = byPayer(
    lines,
    before.map((part, index) => part - (kept[index] ?? 0)),
  )
  yield* differenceOf('its draws give back', sharesOfDraws(data), ofFunds(back))
  const ownBack = integerIn(data, 'ownShareBackFen')
  if (ownBack !== (back.get('worker') ?? 0))
    yield `the worker gets back ${ownBack}, by its parts ${back.get('worker') ?? 0}`
  const { owed } = splitWalletOf(things, stream)
  const whole = leftToShares(lines, from)
  for (const [payer, left] of leftToShares(lines, to))
    owed.set(payer, (owed.get(payer) ?? 0) + left - (whole.get(payer) ?? 0))
  meal.kept = kept
}

function splitWalletOf({ splitWallets }: SettledThings, stream: string): SplitWallet {
  const known = splitWallets.get(stream) ?? { rules: new Set(), hasOthers: false, owed: new Map() }
  splitWallets.set(stream, known)
  return known
}

function byPayer(lines: readonly PartLine[], amounts: readonly number[]): FenByFund {
  const paid: FenByFund = new Map()
  for (const [index, { payer }] of lines.entries()) paid.set(payer, (paid.get(payer) ?? 0) + (amounts[index] ?? 0))
  return paid
}

function ofFunds(paid: FenByFund): FenByFund {
  return new Map([...paid].filter(([payer]) => payer !== 'worker' && payer !== 'merchant'))
}
