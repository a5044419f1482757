import { httpLimits } from '@welfare/process/limits.ts'
import { type Problem, problem } from '../problem.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * JSON whose every value is what was written: no number that a double cannot hold, no name given twice, no text that is not Unicode,
 * no nesting past the limit.
 */
export function parseExactJson(bytes: Uint8Array): { value: unknown } | Problem {
  let text: string
  let value: unknown
  try {
    text = utf8.decode(bytes)
    value = JSON.parse(text)
  } catch {
    return problem('body-malformed')
  }
  return refuseInexact(text, value) ?? { value }
}

function refuseInexact(text: string, value: unknown): Problem | undefined {
  let names = 0
  let level: object[] = isContainer(value) ? [value] : []
  const refused = refuseScalar(value)
  if (refused) return refused
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > httpLimits.jsonDepth) return problem('body-too-deep', { maxDepth: httpLimits.jsonDepth })
    const next: object[] = []
    for (const container of level) {
      const isObject = !Array.isArray(container)
      for (const [name, member] of Object.entries(container)) {
        if (isObject) names += 1
        const inner = (isObject ? refuseScalar(name) : undefined) ?? refuseScalar(member)
        if (inner) return inner
        if (isContainer(member)) next.push(member)
      }
    }
    level = next
  }
  if (names !== countNames(text)) return problem('key-repeated')
  return longNumber.test(text) && hasRoundedNumber(text) ? problem('number-not-exact') : undefined
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function refuseScalar(value: unknown): Problem | undefined {
  if (typeof value === 'string') {
    return value.isWellFormed() && !value.includes('\0') ? undefined : problem('text-malformed')
  }
  if (typeof value !== 'number') return undefined
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return isExact ? undefined : problem('number-not-exact')
}

/** Names in the text: each string that a colon follows. More of them than the value has means that one was given twice. */
function countNames(text: string): number {
  let names = 0
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"([ \t\r\n]*:)?/g)) if (match[1] !== undefined) names += 1
  return names
}

/** More digits than a double keeps, or an exponent that can make a number vanish. Also matches inside strings: only a hint. */
const longNumber = /\d[\d.]{15}|\d[eE][-+]?\d{2}/

function hasRoundedNumber(text: string): boolean {
  let isRounded = false
  JSON.parse(text, (_name, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number' && isRoundedFrom(context?.source ?? '', value)) isRounded = true
    return value
  })
  return isRounded
}

function isRoundedFrom(source: string, value: number): boolean {
  const digits = source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '')
  return (value === 0 && digits !== '') || (digits.length > 15 && !/^-?\d+$/.test(source))
}
