import { programmeKind } from '@welfare/contracts/events/programmes.ts'
import { count } from '@welfare/contracts/primitives.ts'
import { isListedKind, listedKindOf, programmeKinds } from '@welfare/contracts/programme-kinds.ts'
import { afterField } from '@welfare/http/after.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { ProgrammesContext } from './programmes.context.ts'

const kindAnswer = z.strictObject({
  kind: programmeKind,
  listed: z.boolean().meta({ description: 'Of the list; others are used in this ledger and stay as they are spelled' }),
  chinese: z.string().nullable(),
  english: z.string().nullable(),
  sameAs: programmeKind
    .nullable()
    .meta({ description: 'The kind of the list that another spelling means, where one is known' }),
  programmes: count.meta({ description: 'Of this kind, within the scope of the caller' }),
})

export function createKindsRoute({ facts }: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programme-kinds',
    operationId: 'listProgrammeKinds',
    summary: 'Lists what a programme may be for, with other spellings that this ledger uses',
    tag: 'programmes',
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The kinds', schema: z.strictObject({ items: z.array(kindAnswer) }) } },
    refusals: {},
    async handle({ actor }) {
      const used = facts.countKinds(actor.scope)
      const others = [...used.keys()].filter((kind) => !isListedKind(kind)).sort()
      const items = [...Object.keys(programmeKinds), ...others].map((kind) => describe(kind, used.get(kind) ?? 0))
      return { status: 200, body: { items } }
    },
  })
}

function describe(kind: string, programmes: number): z.infer<typeof kindAnswer> {
  if (!isListedKind(kind))
    return { kind, listed: false, chinese: null, english: null, sameAs: listedKindOf(kind) ?? null, programmes }
  const { chinese, english } = programmeKinds[kind]
  return { kind, listed: true, chinese, english, sameAs: null, programmes }
}
