/** The only file that computes with money. Amounts are integer fen (1/100 yuan), always safe integers; anything else is a bug and is thrown. */

/** One donation, allocation or price may not exceed ten billion yuan, so that sums over a whole ledger stay exact. */
export const MAX_AMOUNT_FEN = 1_000_000_000_000
/** What one fund or programme may hold in all. */
export const MAX_TOTAL_FEN = 100_000_000_000_000

export function addFen(a: number, b: number): number {
  return exact(a + b)
}

export function subtractFen(a: number, b: number): number {
  return exact(a - b)
}

export function sumFen(amounts: Iterable<number>): number {
  let total = 0
  for (const amount of amounts) total = exact(total + amount)
  return total
}

export function multiplyFen(amountFen: number, times: number): number {
  return exact(amountFen * times)
}

/** Sum of `amountFen × times`; `undefined` where it is above `limitFen`, however large the numbers are. */
export function sumProductsWithin(
  limitFen: number,
  lines: Iterable<{ readonly amountFen: number; readonly times: number }>,
): number | undefined {
  let leftFen = exact(limitFen)
  for (const { amountFen, times } of lines) {
    if (times > 0 && amountFen > leftFen / times) return undefined
    leftFen = exact(leftFen - amountFen * times)
  }
  return exact(limitFen - leftFen)
}

/**
 * Splits `amountFen` in proportion to `weights`: floors first, then one fen each by largest remainder, ties to the earlier weight.
 * No part exceeds its weight when `amountFen` does not exceed their sum, so drawing from what remains never overdraws.
 * Exact for any safe integers: the products are taken as bigints where they would not be.
 */
export function splitInProportion(amountFen: number, weights: readonly number[]): number[] {
  const total = sumFen(weights)
  if (amountFen < 0 || total <= 0 || weights.some((weight) => weight < 0))
    throw new RangeError('splitting needs an amount >= 0, weights >= 0 and a positive total weight')
  if (weights.length === 1) return [exact(amountFen)]
  const parts: number[] = []
  const remainders: { index: number; remainder: number }[] = []
  weights.forEach((weight, index) => {
    const { quotient, remainder } = divideProduct(amountFen, weight, total)
    parts.push(quotient)
    remainders.push({ index, remainder })
  })
  let left = amountFen - sumFen(parts)
  remainders.sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of remainders) {
    if (left === 0) break
    parts[index] = addFen(parts[index] ?? 0, 1)
    left -= 1
  }
  return parts
}

/** `200000.00`: plain yuan with two decimals, for exports and machines. */
export function formatYuanPlain(amountFen: number): string {
  const magnitude = Math.abs(exact(amountFen))
  const yuan = Math.floor(magnitude / 100)
  return `${amountFen < 0 ? '-' : ''}${yuan}.${String(magnitude % 100).padStart(2, '0')}`
}

/** `200,000.00`: yuan for people. */
export function formatYuan(amountFen: number): string {
  return formatYuanPlain(amountFen).replace(/\B(?=(\d{3})+(?!\d)\.)/g, ',')
}

/** `20` or `143.26`: ten thousands of yuan (万元), exact, without trailing zeros. */
export function formatWan(amountFen: number): string {
  const magnitude = Math.abs(exact(amountFen))
  const whole = Math.floor(magnitude / 1_000_000)
  const fraction = String(magnitude % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${amountFen < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/**
 * Fen of yuan as people type them: `1,234.5`, `２３。５０`, `¥8`. Undefined for what is none, has parts of a fen, or may mean two amounts: `12,5`,
 * `12 5`; a comma stands only before three digits.
 */
export function parseYuan(text: string): number | undefined {
  const written = text
    .normalize('NFKC')
    .trim()
    .replace(/^¥\s*/, '')
    .replace(/\s*元$/, '')
    .replace(/。/g, '.')
  const plain = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(written) ? written.replace(/,/g, '') : written
  const [, yuan, fen = ''] = /^(\d{1,13})(?:\.(\d{0,2}))?$/.exec(plain) ?? []
  return yuan === undefined ? undefined : exact(Number(`${yuan}${fen.padEnd(2, '0')}`))
}

function divideProduct(a: number, b: number, divisor: number): { quotient: number; remainder: number } {
  const product = a * b
  if (Number.isSafeInteger(product)) return { quotient: Math.floor(product / divisor), remainder: product % divisor }
  const exactProduct = BigInt(a) * BigInt(b)
  return { quotient: Number(exactProduct / BigInt(divisor)), remainder: Number(exactProduct % BigInt(divisor)) }
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an exact number of fen: ${value}`)
  return value
}
