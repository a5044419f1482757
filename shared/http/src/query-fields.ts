import { httpLimits } from '@welfare/process/limits.ts'
import { z } from 'zod'
import { type Problem, problem } from './problem.ts'

/** A whole number in a query: digits only, so that neither `1e3`, `0x10` nor an empty value passes. */
export function queryInteger({ min, max }: { min: number; max: number }) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern
        Object.assign(jsonSchema, { type: 'integer', minimum: min, maximum: max })
      },
    })
}

export const queryBoolean = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({
    override: ({ jsonSchema }) => {
      delete jsonSchema.enum
      jsonSchema.type = 'boolean'
    },
  })

/** Spread into the query schema of a list. */
export const pageFields = {
  limit: queryInteger({ min: 1, max: httpLimits.maxPageSize }).default(httpLimits.pageSize),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,500}$/)
    .optional()
    .meta({ description: '`nextCursor` of the page before; opaque.' }),
}

/** Opaque to clients; holds where the next page begins. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** What `encodeCursor` was given, checked against `schema`; undefined for no cursor. */
export function decodeCursor<Place>(cursor: string | undefined, schema: z.ZodType<Place>): Place | undefined | Problem {
  if (cursor === undefined) return undefined
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
  return parsed.success ? parsed.data : problem('cursor-malformed')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
