import { storeLimits } from './limits.ts'

/**
 * Why JSON text could not hold the value exactly, or `undefined` where it can: a number that is not finite or above 2^53 - 1, a lone
 * surrogate, `undefined`, anything that is not plain data, or nesting deeper than the limit. Minus zero counts as zero.
 */
export function findInexactJson(value: unknown, depth = 0): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? undefined : 'a string with a lone surrogate'
    case 'number':
      return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : `the number ${value}`
    case 'boolean':
      return undefined
    case 'object':
      return value === null ? undefined : findInexactMember(value, depth + 1)
    default:
      return `a value of type ${typeof value}`
  }
}

function findInexactMember(value: object, depth: number): string | undefined {
  if (depth > storeLimits.maxJsonDepth) return `nesting deeper than ${storeLimits.maxJsonDepth}`
  if (Array.isArray(value)) return findInexactItem(value, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return 'an object that is not plain data'
  const members = value as { readonly [key: string]: unknown }
  // `in` makes no list of what it visits, and plain data inherits nothing that it could visit.
  for (const key in members) {
    if (!key.isWellFormed()) return 'a key with a lone surrogate'
    const found = findInexactJson(members[key], depth)
    if (found !== undefined) return `${found} at ${JSON.stringify(key)}`
  }
  return undefined
}

function findInexactItem(items: readonly unknown[], depth: number): string | undefined {
  for (let index = 0; index < items.length; index++) {
    const found = findInexactJson(items[index], depth)
    if (found !== undefined) return `${found} at [${index}]`
  }
  return undefined
}
