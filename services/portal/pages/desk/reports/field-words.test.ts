import { eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { fieldWords } from './field-words.ts'

it('has a word for every field of every event', () => {
  const schemas = Object.values(eventCatalogue).map(({ schema }) => z.toJSONSchema(schema, { unrepresentable: 'any' }))
  const fields = new Set(schemas.flatMap(fieldsOf))
  expect(fields.size).toBeGreaterThan(200)
  expect([...fields].filter((field) => !Object.hasOwn(fieldWords, field))).toEqual([])
})

function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, unknown>> }
  return [
    ...Object.keys(properties),
    ...Object.values(schema).flatMap(fieldsOf),
    ...Object.values(properties).flatMap(fieldsOf),
  ]
}
