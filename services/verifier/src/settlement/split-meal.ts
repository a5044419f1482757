import { exact, sum } from '../amounts.ts'
import { integerIn, type JsonObject, MisshapenError, objectIn, optionalTextIn, textIn } from '../json.ts'

/** One who pays a part of a meal: by which rule, and within which limits. */
export interface PartLine {
  readonly payer: string
  readonly kind: string
  /** In fen; of a share in thousandths. */
  readonly measure: number
  readonly cap: number
  readonly limit: number
  readonly passesOn: boolean
  readonly owed: number
  /** As the rule has it, to be compared. */
  readonly text: string
}

/** A meal that several paid, and what each still does. */
export interface SplitMeal {
  readonly lines: readonly PartLine[]
  kept: readonly number[]
}

/** What a wallet's credits say of who pays, and what rounding has left to shares. */
export interface SplitWallet {
  readonly rules: Set<string>
  /** Credits without a rule pay in proportion. */
  hasOthers: boolean
  readonly owed: Map<string, number>
}

/** @throws MisshapenError */
export function readLine(line: JsonObject): PartLine {
  const rule = objectIn(line, 'rule')
  const kind = textIn(rule, 'kind')
  const measures: Readonly<Record<string, string | undefined>> = {
    ...{ fixed: 'amountFen', upTo: 'amountFen', upToInAll: 'amountFen', share: 'thousandths' },
  }
  const measure = measures[kind]
  if (measure === undefined && kind !== 'rest') throw new MisshapenError(`a payer's rule is ${kind}`)
  const whole = (of: JsonObject, key: string): number =>
    of[key] === undefined ? Number.POSITIVE_INFINITY : integerIn(of, key)
  const payer = textIn(line, 'payer')
  const onEmpty = optionalTextIn(line, 'onEmpty')
  return {
    ...{ payer, kind, measure: measure === undefined ? 0 : integerIn(rule, measure), cap: whole(rule, 'upToFen') },
    ...{ limit: whole(line, 'limitFen'), passesOn: onEmpty === 'next' },
    owed: line.owedMilliFen === undefined ? 0 : integerIn(line, 'owedMilliFen'),
    text: JSON.stringify([payer, kind, rule.amountFen, rule.thousandths, rule.upToFen, onEmpty]),
  }
}

/** What everybody pays of a meal; the last line pays what is left. */
export function partsOf(lines: readonly PartLine[], price: number): number[] {
  const shares = sharesOf(lines, price)
  const parts: number[] = []
  let [open, before, handedOn, nobodys] = [price, 0, 0, 0]
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const most: Readonly<Record<string, number>> = {
      fixed: line.measure + handedOn,
      share: Math.min(line.cap, (shares[index] ?? 0) + handedOn),
      upTo: line.measure,
      upToInAll: Math.max(0, line.measure - before),
      rest: open,
    }
    const wanted = Math.min(open, most[line.kind] ?? 0)
    const part = Math.min(wanted, line.limit)
    parts.push(part)
    const lack = wanted - part
    handedOn = line.passesOn ? lack : 0
    // What nobody takes over counts as settled, and is the worker's.
    nobodys += lack - handedOn
    open -= wanted - handedOn
    before += wanted - handedOn
  }
  return [...parts, exact(open + nobodys)]
}

/** The thousandths of shares in whole fen: floors, then one each by what is cut off, ties to the earlier. */
function sharesOf(lines: readonly PartLine[], price: number): number[] {
  const dues = lines.map((line) => dueOf(line, price))
  const wanted = Math.max(0, Math.floor((sum(dues) + 500) / 1_000))
  const parts = dues.map((due) => (due > 0 ? Math.floor(due / 1_000) : 0))
  const ranked = lines
    .map((line, index) => ({
      index,
      isShare: line.kind === 'share',
      cut: (dues[index] ?? 0) - 1_000 * (parts[index] ?? 0),
    }))
    .filter(({ isShare }) => isShare)
    .sort((a, b) => (a.cut === b.cut ? a.index - b.index : b.cut - a.cut))
  let missing = Math.min(price, wanted) - sum(parts)
  const down = missing < 0
  if (down) ranked.reverse()
  for (const { index } of ranked) {
    const part = parts[index] ?? 0
    if (missing === 0 || (down && part === 0)) continue
    parts[index] = part + (down ? -1 : 1)
    missing += down ? 1 : -1
  }
  return lastFens(lines, parts)
}

/** What rounding asks of a pot that lacks some fen of it goes to shares with room, in order. */
function lastFens(lines: readonly PartLine[], parts: readonly number[]): number[] {
  const short = lines.map(({ limit }, index) => Math.max(0, (parts[index] ?? 0) - limit))
  let loose = sum(short.filter((fen) => fen < lines.length))
  return parts.map((part, index) => {
    const lack = short[index] ?? 0
    if (lack >= lines.length) return part
    if (lack > 0) return part - lack
    const line = lines[index]
    if (line?.kind !== 'share' || line.limit === Number.POSITIVE_INFINITY) return part
    const more = Math.min(loose, line.limit - part)
    loose -= more
    return part + more
  })
}

function dueOf({ kind, measure, owed }: PartLine, price: number): number {
  return kind === 'share' ? exact(measure * price + owed) : 0
}

/** Payer → thousandths of a fen that rounding leaves to its next share. */
export function leftToShares(lines: readonly PartLine[], price: number): Map<string, number> {
  const shares = sharesOf(lines, price)
  const left = new Map<string, number>()
  for (const [index, line] of lines.entries())
    if (line.kind === 'share') left.set(line.payer, dueOf(line, price) - 1_000 * (shares[index] ?? 0))
  return left
}

/** The smaller meal, of which nobody pays more than of the one before: what rounding would add goes to who has room, in order. */
export function partsOfSmaller(lines: readonly PartLine[], price: number, before: readonly number[]): number[] {
  const parts = partsOf(lines, price).map((part, index) => Math.min(part, before[index] ?? 0))
  let over = price - sum(parts)
  for (const [index, part] of parts.entries()) {
    const more = Math.min(over, (before[index] ?? 0) - part)
    parts[index] = part + more
    over -= more
  }
  return parts
}
