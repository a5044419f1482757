import { splitLine, splitRule } from '@welfare/contracts/events/meal-split.ts'
import { programmeKind, programmeRules } from '@welfare/contracts/events/programmes.ts'
import { splitMeal } from '@welfare/contracts/meals/split-meal.ts'
import { amountFen } from '@welfare/contracts/primitives.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { type ProgrammeTemplate, type ProgrammeTemplateName, programmeTemplates } from './programme-templates.ts'
import type { ProgrammesContext } from './programmes.context.ts'
import { programmeBody } from './wire.ts'

const names = Object.keys(programmeTemplates) as ProgrammeTemplateName[]
const templateAnswer = z.strictObject({
  template: z.enum(names),
  chinese: z.string(),
  english: z.string(),
  saysChinese: z.string(),
  saysEnglish: z.string(),
  kind: programmeKind.nullable().meta({ description: 'null: it is chosen' }),
  plan: programmeBody.shape.plan.unwrap(),
  split: z
    .strictObject({
      usualPriceFen: splitRule.shape.usualPriceFen,
      lines: z.array(
        splitLine.extend({
          payer: z.enum(['fund', 'worker', 'merchant']),
          chinese: z.string(),
          english: z.string(),
          exampleFen: amountFen.meta({ description: 'What it pays of a usual meal' }),
        }),
      ),
    })
    .optional()
    .meta({ description: 'Where several pay a meal: for `rules`, once funds are chosen' }),
  rules: programmeRules.meta({ description: 'Of the year that was asked for, its festivals by the Chinese calendar' }),
})

export function createTemplatesRoute({ clock }: Pick<ProgrammesContext, 'clock'>): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programme-templates',
    operationId: 'listProgrammeTemplates',
    summary: 'Lists what a programme may begin as, with rules to start from',
    tag: 'programmes',
    query: z.strictObject({
      year: queryInteger({ min: 2000, max: 2100 }).optional().meta({ description: 'Default: this year' }),
    }),
    answers: { 200: { description: 'The templates', schema: z.strictObject({ items: z.array(templateAnswer) }) } },
    refusals: {},
    handle({ query }) {
      const year = query.year ?? Number(shanghaiDay(clock.now()).slice(0, 4))
      const items = names.map((template) => {
        const { rulesIn, split, ...described }: ProgrammeTemplate = programmeTemplates[template]
        return { template, ...described, rules: rulesIn(year), ...(split && { split: withExample(split) }) }
      })
      return { status: 200, body: { items } }
    },
  })
}

function withExample({ usualPriceFen, lines }: NonNullable<ProgrammeTemplate['split']>) {
  const parts = splitMeal(lines, usualPriceFen)
  return { usualPriceFen, lines: lines.map((line, index) => ({ ...line, exampleFen: parts[index] ?? 0 })) }
}
