/** Sums must be exact: a figure that JavaScript cannot hold is as wrong as one that differs. @throws RangeError */
export function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an exact whole number: ${value}`)
  return value
}

export function add(a: number, b: number): number {
  return exact(a + b)
}

export function multiply(amount: number, times: number): number {
  return exact(amount * times)
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce(add, 0)
}

/** `amount` by weight: floors first, then one each to the largest remainders, ties to the earlier. */
export function apportion(amount: number, weights: readonly number[]): number[] {
  const total = BigInt(sum(weights))
  if (total <= 0n) return weights.map(() => 0)
  const products = weights.map((weight) => BigInt(amount) * BigInt(weight))
  const parts = products.map((product) => Number(product / total))
  const byRemainder = products
    .map((product, index) => ({ index, remainder: product % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  const missing = amount - sum(parts)
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}
