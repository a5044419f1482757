import { eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { valueHeading } from './value-words.ts'

interface Listed {
  readonly field: string
  readonly value: string
}

it('every value that a schema of an event lists has words in both tongues', () => {
  const listed = Object.values(eventCatalogue).flatMap(({ schema }) =>
    valuesOf(z.toJSONSchema(schema, { unrepresentable: 'any' })),
  )
  expect(listed.length).toBeGreaterThan(100)
  const wordless = listed.filter(({ field, value }) => {
    const word = valueHeading(field, value)
    return !word?.chinese || !word.english
  })
  expect([...new Set(wordless.map(({ field, value }) => `${field}: ${value}`))]).toEqual([])
})

it('what no schema lists has none', () => {
  expect(valueHeading('by', 'toString')).toBeUndefined()
  expect(valueHeading('toString', 'till')).toBeUndefined()
})

function valuesOf(schema: unknown, field = ''): Listed[] {
  if (typeof schema !== 'object' || schema === null) return []
  if (Array.isArray(schema)) return schema.flatMap((one) => valuesOf(one, field))
  const { properties = {}, ...inner } = schema as { readonly properties?: Readonly<Record<string, unknown>> }
  const of: { readonly enum?: readonly unknown[]; readonly const?: unknown } = schema
  const listed = [...(of.enum ?? []), of.const]
  return [
    ...listed.flatMap((value) => (typeof value === 'string' ? [{ field, value }] : [])),
    ...Object.entries(properties).flatMap(([name, of]) => valuesOf(of, name)),
    ...Object.values(inner).flatMap((of) => valuesOf(of, field)),
  ]
}
