import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { z } from 'zod'

const maxIssues = 50
const maxNames = 10
const maxNameLength = 60

/** What a schema found, as codes and facts. Names what was expected and where; never repeats what was sent. */
export function issuesOf(error: z.ZodError): JsonObject[] {
  return error.issues.slice(0, maxIssues).map((issue) => ({
    path: issue.path.map((part) => shortened(String(part))).join('.'),
    ...factsOf(issue),
  }))
}

function factsOf(issue: z.core.$ZodIssue): JsonObject {
  const code = issue.code.replaceAll('_', '-')
  switch (issue.code) {
    case 'invalid_type':
      return { code, expected: issue.expected }
    case 'too_small':
      return { code, minimum: Number(issue.minimum), of: issue.origin }
    case 'too_big':
      return { code, maximum: Number(issue.maximum), of: issue.origin }
    case 'not_multiple_of':
      return { code, divisor: issue.divisor }
    case 'invalid_format':
      return { code, format: issue.format, ...(issue.pattern !== undefined && { pattern: issue.pattern }) }
    case 'invalid_value':
      return { code, values: issue.values.slice(0, 50).map(String) }
    case 'unrecognized_keys':
      return { code, keys: issue.keys.slice(0, maxNames).map(shortened) }
    case 'custom':
      return customFacts(issue.params)
    default:
      return { code }
  }
}

/** A schema's own rule names itself: `params: { code: 'amount-not-whole', … }`, facts beside it. */
function customFacts(params: Record<string, unknown> | undefined): JsonObject {
  const facts = Object.entries(params ?? {}).filter(
    (entry): entry is [string, string | number | boolean] => entry[0] !== 'path' && isScalar(entry[1]),
  )
  return { code: 'custom', ...Object.fromEntries(facts) }
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function shortened(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name
}
