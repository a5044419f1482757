import fc from 'fast-check'
import type { KnownIds } from './one-of-everything.ts'

/** The part of JSON Schema that the API's document uses. */
export interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly format?: string
}

const MOST_ITEMS = 4
const LONGEST_TEXT = 40
const days = ['2025-06-01', '2025-06-30', '2024-02-29', '2025-05-31', '0000-01-01', '9999-12-31']
const instants = ['2025-06-01T00:30:00Z', '2025-05-30T12:00:00+08:00', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z']
const divisions = ['632701', '632700', '630000', '999999', '100000']

/** Values that the schema allows, with ids of things that are there, and now and then of ones that are not. */
export function arbitraryOf(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, ids)))
  switch (schema.type) {
    case 'object':
      return objectOf(schema, ids)
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? MOST_ITEMS, Math.max(schema.minItems ?? 0, MOST_ITEMS)),
      })
    case 'string':
      return stringOf(schema, ids)
    case 'integer':
    case 'number':
      return integerOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      throw new Error(`no values are known for ${JSON.stringify(schema)}`)
  }
}

function objectOf({ properties = {}, required = [] }: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(
    ([name, member]) => [name, wordFor(name, member) ?? arbitraryOf(member, ids)] as const,
  )
  return fc.record(Object.fromEntries(members), { requiredKeys: [...required] })
}

/** Of an item in a price list, and of the day on which a meal is tapped, where chance would find none. */
function wordFor(name: string, { minLength = 0 }: Schema): fc.Arbitrary<unknown> | undefined {
  if (name === 'tappedOn') return fc.constantFrom('2025-06-01', '2025-06-01', '2025-06-02')
  return name === 'code' && minLength <= 1 ? fc.constantFrom('dumplings', 'dumplings', 'x') : undefined
}

function integerOf({ minimum = -1_000, maximum = Number.MAX_SAFE_INTEGER }: Schema): fc.Arbitrary<number> {
  const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 100) })
  return fc.oneof({ weight: 6, arbitrary: small }, { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) })
}

function stringOf(schema: Schema, ids: KnownIds): fc.Arbitrary<string> {
  const { pattern, format } = schema
  if (format === 'date') return fc.constantFrom(...days)
  if (format === 'date-time') return fc.constantFrom(...instants)
  if (pattern === undefined) return textOf(schema)
  if (pattern.startsWith('^(item-')) return knownOr(ids.commodity, `item-${NOBODY}`)
  if (pattern.startsWith('^[a-z]+-[0-9a-f]')) return fc.constantFrom(...Object.values(ids).flat())
  const [, category] = /^\^([a-z]+)-\[0-9a-f\]/.exec(pattern) ?? []
  if (category !== undefined) {
    const isPart = pattern.includes('\\.')
    return knownOr(ids[isPart ? `${category}.` : category], `${category}-${NOBODY}${isPart ? '.1' : ''}`)
  }
  if (pattern === '^[1-9][0-9]{5}$') return fc.constantFrom(...divisions)
  if (pattern.startsWith('^[a-z0-9][a-z0-9-]')) return fc.constantFrom('june', 'july', 'x')
  if (pattern.startsWith('^[^\\u0000')) return textOf(schema)
  return fc.stringMatching(new RegExp(pattern, 'u'))
}

const NOBODY = '00000000-0000-4000-8000-000000000000'

function knownOr(known: readonly string[] | undefined, other: string): fc.Arbitrary<string> {
  if (!known || known.length === 0) return fc.constant(other)
  return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.constant(other) })
}

function textOf({ minLength = 0, maxLength = LONGEST_TEXT }: Schema): fc.Arbitrary<string> {
  const unit = fc.constantFrom('a', '虚', '𠮷', '=', '"', "'", '<', '\\', '%', '-', '9', 'é')
  return fc.string({ unit, minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST_TEXT)) })
}
