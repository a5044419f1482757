import { addFen, multiplyFen, splitInProportion, subtractFen, sumFen } from '../money.ts'
import type { Share } from '../shares.ts'

/** What one payer gives to a meal, of its price. */
export type PartRule =
  | { readonly kind: 'fixed' | 'upTo' | 'upToInAll'; readonly amountFen: number }
  | { readonly kind: 'share'; readonly thousandths: number; readonly upToFen?: number | undefined }
  | { readonly kind: 'rest' }

/** Where its money runs out: nobody else is given it, the next line pays, or nothing is issued at all. */
export type OnEmpty = 'stop' | 'next' | 'refuse'

export interface SplitLine {
  /** A fund, `worker` or `merchant`. */
  readonly payer: string
  readonly rule: PartRule
  /** Of a fund; absent: refuse. */
  readonly onEmpty?: OnEmpty | undefined
}

/** Who pays a meal, in order; what is left after the last line is the worker's. */
export interface SplitRule {
  readonly lines: readonly SplitLine[]
  /** In the ratio of their parts of such a meal funds give to a credit. */
  readonly usualPriceFen: number
}

/** A line as it stands at one meal. */
export interface OpenLine extends SplitLine {
  /** What is in its pot; absent: it has none. */
  readonly limitFen?: number | undefined
  /** Thousandths of a fen by which rounding gave its share too little in earlier meals; below zero: too much. */
  readonly owedMilliFen?: number | undefined
}

export function isFund(payer: string): boolean {
  return payer !== 'worker' && payer !== 'merchant'
}

/** With the last one, the worker's rest. */
export function linesOf({ lines }: Pick<SplitRule, 'lines'>): readonly SplitLine[] {
  const last = lines[lines.length - 1]
  const isWhole = last?.payer === 'worker' && last.rule.kind === 'rest'
  return isWhole ? lines : [...lines, { payer: 'worker', rule: { kind: 'rest' } }]
}

/**
 * What each line pays of a meal: as much as its rule asks for and its pot holds. What a pot lacks the next line pays, or the worker.
 * @param lines the last of them pays the rest
 */
export function splitMeal(lines: readonly OpenLine[], priceFen: number): number[] {
  const shares = shareParts(lines, priceFen)
  let leftFen = priceFen
  let soFarFen = 0
  let passedFen = 0
  let stoppedFen = 0
  return lines.map(({ rule, limitFen, onEmpty }, index) => {
    if (index === lines.length - 1) return addFen(leftFen, stoppedFen)
    const askedFen = asked(rule, { shareFen: shares[index] ?? 0, leftFen, soFarFen, passedFen })
    const paidFen = Math.min(askedFen, limitFen ?? askedFen)
    const lackingFen = subtractFen(askedFen, paidFen)
    const goesOn = onEmpty === 'next'
    passedFen = goesOn ? lackingFen : 0
    if (!goesOn) stoppedFen = addFen(stoppedFen, lackingFen)
    const settledFen = goesOn ? paidFen : askedFen
    leftFen = subtractFen(leftFen, settledFen)
    soFarFen = addFen(soFarFen, settledFen)
    return paidFen
  })
}

interface Standing {
  readonly shareFen: number
  readonly leftFen: number
  readonly soFarFen: number
  readonly passedFen: number
}

function asked(rule: PartRule, { shareFen, leftFen, soFarFen, passedFen }: Standing): number {
  switch (rule.kind) {
    case 'fixed':
      return Math.min(leftFen, addFen(rule.amountFen, passedFen))
    case 'share':
      return Math.min(leftFen, addFen(shareFen, passedFen), rule.upToFen ?? leftFen)
    case 'upTo':
      return Math.min(leftFen, rule.amountFen)
    case 'upToInAll':
      return Math.min(leftFen, Math.max(0, subtractFen(rule.amountFen, soFarFen)))
    case 'rest':
      return leftFen
  }
}

/** By largest remainder, ties to the earlier, of this meal with what rounding left over from earlier ones: over many meals within a fen. */
function shareParts(lines: readonly OpenLine[], priceFen: number): number[] {
  const dues = lines.map((line) => dueMilliFen(line, priceFen))
  const totalFen = Math.min(priceFen, Math.max(0, Math.floor((sumFen(dues) + 500) / 1_000)))
  const parts = dues.map((due) => Math.max(0, Math.floor(due / 1_000)))
  let missing = subtractFen(totalFen, sumFen(parts))
  const byRemainder = dues
    .map((due, index) => ({ index, cut: due - (parts[index] ?? 0) * 1_000 }))
    .filter(({ index }) => lines[index]?.rule.kind === 'share')
    .sort((a, b) => b.cut - a.cut || a.index - b.index)
  for (const { index } of missing > 0 ? byRemainder : [...byRemainder].reverse()) {
    if (missing === 0) break
    const step = Math.sign(missing)
    if (step < 0 && parts[index] === 0) continue
    parts[index] = addFen(parts[index] ?? 0, step)
    missing -= step
  }
  return withinPots(lines, parts)
}

/** The last fen of a pot: what rounding alone asks of one that does not hold it, another share gives that does. */
function withinPots(lines: readonly OpenLine[], parts: readonly number[]): number[] {
  const isShare = (index: number) => lines[index]?.rule.kind === 'share'
  const lacking = parts.map((part, index) => Math.max(0, subtractFen(part, lines[index]?.limitFen ?? part)))
  let overFen = sumFen(lacking.filter((fen) => fen < lines.length))
  return parts.map((part, index) => {
    const lackingFen = lacking[index] ?? 0
    if (lackingFen > 0) return lackingFen < lines.length ? subtractFen(part, lackingFen) : part
    const room = isShare(index) ? subtractFen(lines[index]?.limitFen ?? part, part) : 0
    const moreFen = Math.min(overFen, room)
    overFen = subtractFen(overFen, moreFen)
    return addFen(part, moreFen)
  })
}

function dueMilliFen({ rule, owedMilliFen = 0 }: OpenLine, priceFen: number): number {
  return rule.kind === 'share' ? addFen(multiplyFen(priceFen, rule.thousandths), owedMilliFen) : 0
}

/** Payer → what rounding leaves its share to get, or to give, with the next meal. */
export function owedAfter(lines: readonly OpenLine[], priceFen: number): Map<string, number> {
  const shares = shareParts(lines, priceFen)
  return new Map(
    lines.flatMap((line, index) =>
      line.rule.kind === 'share'
        ? [[line.payer, subtractFen(dueMilliFen(line, priceFen), (shares[index] ?? 0) * 1_000)] as const]
        : [],
    ),
  )
}

/** What a part that is taken back changes of it: as if the meal had been the smaller one. */
export function owedChange(
  lines: readonly OpenLine[],
  { from, to }: { readonly from: number; readonly to: number },
): Map<string, number> {
  const before = owedAfter(lines, from)
  return new Map([...owedAfter(lines, to)].map(([payer, owed]) => [payer, subtractFen(owed, before.get(payer) ?? 0)]))
}

/** The same meal, were it smaller; rounding lets nobody pay more of it than of the larger one. */
export function splitSmallerMeal(lines: readonly OpenLine[], priceFen: number, before: readonly number[]): number[] {
  const fresh = splitMeal(lines, priceFen)
  const within = fresh.map((paidFen, index) => Math.min(paidFen, before[index] ?? 0))
  let overFen = subtractFen(priceFen, sumFen(within))
  return within.map((paidFen, index) => {
    const moreFen = Math.min(overFen, subtractFen(before[index] ?? 0, paidFen))
    overFen = subtractFen(overFen, moreFen)
    return addFen(paidFen, moreFen)
  })
}

/** What one fund gives to a credit, or to all of an order. */
export interface Pot extends Share {
  readonly onEmpty: OnEmpty
}

/** What each fund gives to a credit, in the order of the lines. @throws RangeError where no fund pays anything of a usual meal */
export function potsOf({ lines, usualPriceFen }: SplitRule, creditFen: number): Pot[] {
  const usual = splitMeal(linesOf({ lines }), usualPriceFen)
  const funds = lines.flatMap(({ payer, onEmpty = 'refuse' }, index) =>
    isFund(payer) ? [{ fund: payer, onEmpty, usualFen: usual[index] ?? 0 }] : [],
  )
  const parts = splitInProportion(
    creditFen,
    funds.map(({ usualFen }) => usualFen),
  )
  return funds.map(({ fund, onEmpty }, index) => ({ fund, onEmpty, amountFen: parts[index] ?? 0 }))
}

/** Whether any fund pays anything of a usual meal. */
export function isPaidByFunds({ lines, usualPriceFen }: SplitRule): boolean {
  const usual = splitMeal(linesOf({ lines }), usualPriceFen)
  return lines.some(({ payer }, index) => isFund(payer) && (usual[index] ?? 0) > 0)
}

export interface FilledPots {
  readonly shares: readonly Share[]
  /** What a fund has too little, and no other line pays. */
  readonly lacking: readonly (Pot & { readonly lackingFen: number })[]
}

/** What fills the pots of what there is: where a fund has too little, the next one gives, if its line says so. */
export function fillPots(pots: readonly Pot[], available: readonly Share[]): FilledPots {
  const lacking: (Pot & { readonly lackingFen: number })[] = []
  let passedFen = 0
  const shares = pots.map((pot, index) => {
    const neededFen = addFen(pot.amountFen, passedFen)
    const heldFen = available.find(({ fund }) => fund === pot.fund)?.amountFen ?? 0
    const amountFen = Math.min(neededFen, heldFen)
    const lackingFen = subtractFen(neededFen, amountFen)
    const goesOn = pot.onEmpty === 'next' && index < pots.length - 1
    passedFen = goesOn ? lackingFen : 0
    if (lackingFen > 0 && !goesOn) lacking.push({ ...pot, amountFen: neededFen, lackingFen })
    return { fund: pot.fund, amountFen }
  })
  return { shares: shares.filter(({ amountFen }) => amountFen > 0), lacking }
}
