import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { daysBetween } from '@welfare/contracts/days.ts'
import { sumFen } from '@welfare/contracts/money.ts'

export interface OpenLine {
  readonly reference: string
  readonly day: string
  readonly amountFen: number
}
export interface OpenMovement {
  /** The event. */
  readonly id: string
  readonly type: string
  readonly day: string
  readonly amountFen: number
  /** The bank books a payment as one sum, whatever its statements. */
  readonly payment?: string
  readonly references: readonly string[]
}
export interface ProposedMatch extends Pick<DataOf<'BankLinesMatched'>, 'lines' | 'movements' | 'amountFen'> {
  readonly foundBy: 'reference' | 'amount-and-day'
}
/** What the bank books as one. */
interface Sum extends Pick<OpenMovement, 'day' | 'amountFen' | 'references'> {
  readonly movements: readonly string[]
}

const WITHIN_DAYS = 3

/** What is certain: the same reference and amount; else the same amount within three days, where neither side has another such. */
export function proposeMatches(lines: readonly OpenLine[], movements: readonly OpenMovement[]): ProposedMatch[] {
  const sums = sumsOf(movements)
  const byReference = uniquePairs(lines, sums, ({ reference }, { references }) => references.includes(reference))
  const taken = new Set<OpenLine | Sum>(byReference.flat())
  const isFree = (one: OpenLine | Sum) => !taken.has(one)
  const byAmount = uniquePairs(
    lines.filter(isFree),
    sums.filter(isFree),
    ({ day }, sum) => Math.abs(daysBetween(day, sum.day)) <= WITHIN_DAYS,
  )
  return [
    ...byReference.map((pair) => toProposal(pair, 'reference')),
    ...byAmount.map((pair) => toProposal(pair, 'amount-and-day')),
  ]
}

function sumsOf(movements: readonly OpenMovement[]): Sum[] {
  const groups = Map.groupBy(movements, ({ id, payment, type }) => (payment === undefined ? id : `${payment} ${type}`))
  return [...groups.values()].flatMap((all) => {
    const [first] = all
    if (!first) return []
    const { day, references } = first
    return [
      { day, references, amountFen: sumFen(all.map(({ amountFen }) => amountFen)), movements: all.map(({ id }) => id) },
    ]
  })
}

/** Of the same amount, and each the only one for the other. */
function uniquePairs(
  lines: readonly OpenLine[],
  sums: readonly Sum[],
  isAlike: (line: OpenLine, sum: Sum) => boolean,
): [OpenLine, Sum][] {
  const byAmount = Map.groupBy(sums, ({ amountFen }) => amountFen)
  const fitting = (line: OpenLine) => (byAmount.get(line.amountFen) ?? []).filter((sum) => isAlike(line, sum))
  const candidates = lines.map((line) => [line, fitting(line)] as const)
  const wanted = new Map<Sum, number>()
  for (const [, fit] of candidates) for (const sum of fit) wanted.set(sum, (wanted.get(sum) ?? 0) + 1)
  return candidates.flatMap(([line, [only, ...others]]) =>
    only && others.length === 0 && wanted.get(only) === 1 ? [[line, only] as [OpenLine, Sum]] : [],
  )
}

function toProposal([{ reference }, { movements, amountFen }]: [OpenLine, Sum], foundBy: ProposedMatch['foundBy']) {
  return { lines: [reference], movements: [...movements], amountFen, foundBy }
}
