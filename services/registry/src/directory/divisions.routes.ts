import { division, text } from '@welfare/contracts/primitives.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { divisionName } from '@welfare/printouts/division-names.ts'
import { z } from 'zod'
import { divisionFullName, searchDivisions } from '../divisions.ts'

const MAX_SHOWN = 100

const codes = z
  .string()
  .regex(/^[1-9]\d{5}(,[1-9]\d{5}){0,99}$/)
  .transform((list) => [...new Set(list.split(','))])
  .meta({ description: 'Codes to name, with commas between', example: '632701,632700' })

const item = z.strictObject({
  code: division,
  level: z.enum(['province', 'prefecture', 'county']),
  name: z.string().optional().meta({ description: "Absent where today's table has no such code; old codes live on" }),
  fullName: z
    .string()
    .optional()
    .meta({ description: 'From the province down', example: '青海省玉树藏族自治州玉树市' }),
})

/** The table of GB/T 2260: nothing of the ledger's own. */
export function createDivisionsRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/divisions',
    operationId: 'listDivisions',
    summary: 'Finds divisions by name, or names them by code; without either the provinces, or what lies within one',
    tag: 'unions',
    query: z.strictObject({
      text: text(50).optional().meta({ description: 'Of the name, or how the code begins', example: '玉树' }),
      within: division.optional().meta({ description: 'Below this division only' }),
      codes: codes.optional(),
    }),
    answers: {
      200: {
        description: `The nearest first, ${MAX_SHOWN} at most`,
        schema: z.strictObject({ items: z.array(item), more: z.boolean() }),
      },
    },
    refusals: {},
    handle({ query: { codes, ...asked } }) {
      const found = codes ?? searchDivisions(asked)
      return {
        status: 200,
        body: { items: found.slice(0, MAX_SHOWN).map(toItem), more: found.length > MAX_SHOWN },
      }
    },
  })
}

function toItem(code: string): z.infer<typeof item> {
  const [name, fullName] = [divisionName(code), divisionFullName(code)]
  return {
    code,
    level: code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'prefecture' : 'county',
    ...(name !== undefined && { name }),
    ...(fullName !== '' && { fullName }),
  }
}
