/** A number, or the name of what is missing to know it. */
export type Quantity = number | Slot
type Slot = `⟨${string}⟩`

export function years(limit: Quantity, perYear: number): string {
  const found = over(limit, perYear)
  if (typeof found !== 'number') return found
  return found < 2 ? `after ${(found * 12).toFixed(1)} months` : `after ${found.toFixed(1)} years`
}

export function section(title: string, body: string): string {
  return `### ${title}\n\n${body}`
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function times(a: Quantity, b: Quantity): Quantity {
  return compute(a, b, (x, y) => x * y)
}

export function plus(a: Quantity, b: Quantity): Quantity {
  return compute(a, b, (x, y) => x + y)
}

export function over(a: Quantity, b: Quantity, round: (quotient: number) => number = (quotient) => quotient): Quantity {
  return compute(a, b, (x, y) => round(x / y))
}

/** What follows from a figure that is missing is missing for the same reason. */
function compute(a: Quantity, b: Quantity, by: (a: number, b: number) => number): Quantity {
  if (typeof a !== 'number') return a
  return typeof b === 'number' ? by(a, b) : b
}

export function percent(part: number, whole: Quantity): string {
  const share = over(part * 100, whole)
  return typeof share === 'number' ? `${share.toPrecision(2)} of 100` : share
}

export function count(quantity: Quantity): string {
  if (typeof quantity !== 'number') return quantity
  const digits = quantity !== 0 && Math.abs(quantity) < 10 ? 1 : 0
  return quantity.toLocaleString('en-US', { maximumFractionDigits: digits })
}
