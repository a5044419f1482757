import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Movement } from '../budget/movements.ts'
import type { Cause, Difference } from './comparison.contract.ts'

/** Name of a figure → its value; amounts in fen where the name says so, counts elsewhere. */
export type Figures = ReadonlyMap<string, number>

/** What a movement changes each figure by. */
export type ChangesOf = (movement: Movement) => Figures

/** Every figure that differs, and what the movements between make of it. */
export function differencesOf(
  [before, after]: readonly [Figures, Figures],
  movements: readonly Movement[],
  changesOf: ChangesOf,
  filters: Readonly<Record<string, string | undefined>>,
): Difference[] {
  const causes = causesOf(movements, changesOf, filters)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((figure) => {
    const [earlier, later] = [before.get(figure) ?? 0, after.get(figure) ?? 0]
    const difference = subtractFen(later, earlier)
    const found = causes.get(figure) ?? []
    const unexplained = subtractFen(difference, sumFen(found.map(({ change }) => change)))
    if (difference === 0 && unexplained === 0) return []
    return [{ figure, before: earlier, after: later, difference, causes: found, unexplained }]
  })
}

/** Figure → what each type of event changed in it. */
function causesOf(
  movements: readonly Movement[],
  changesOf: ChangesOf,
  filters: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, Cause[]> {
  const figures = new Map<string, Cause[]>()
  for (const movement of movements) {
    const { eventType, legs, first, last } = movement
    for (const [figure, change] of changesOf(movement)) {
      const causes = figures.get(figure) ?? []
      figures.set(figure, causes)
      const known = causes.find((cause) => cause.eventType === eventType)
      if (known) known.change = addFen(known.change, change)
      else {
        const span = { firstSequence: first, lastSequence: last }
        causes.push({ eventType, change, legs, ...span, entries: linkTo(movement, filters) })
      }
    }
  }
  return figures
}

function linkTo({ eventType, first, last }: Movement, filters: Readonly<Record<string, string | undefined>>): string {
  const named = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  return `/v1/entries?${[`eventType=${eventType}`, `fromSequence=${first}`, `throughSequence=${last}`, ...named].join('&')}`
}
