import { count, day, division, text } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { z } from 'zod'
import { fenBalance, nameOrNull, programmeId, reflectedFields } from '../budget/answers.contract.ts'
import { projectionLimits } from '../limits.ts'

const { smallestGroup } = projectionLimits

export const publicProgrammeParams = z.strictObject({ programme: programmeId })
export const publicityQuery = z.strictObject({ programme: programmeId, after: afterField })

const percentage = z.string().nullable()
const withheld = { description: `null where it would tell of fewer than ${smallestGroup} people` }

export const publicProgramme = z
  .strictObject({
    ...reflectedFields,
    programme: programmeId,
    name: text(100),
    division,
    union: nameOrNull.meta({ description: 'The union of that division, where one is registered' }),
    plan: z.enum(['people', 'sites']),
    throughDay: day.meta({ description: 'The day that had ended when the figures were as they stand here' }),
    windows: z.array(z.strictObject({ name: text(100), from: day, until: day })),
    money: z.strictObject({
      inFen: fenBalance.meta({ description: 'Allocated to the programme, less what was allocated by mistake' }),
      returnedFen: fenBalance.meta({ description: 'Given back to the funds that it came from' }),
      usedFen: fenBalance.nullable().meta(withheld),
      claimedFen: fenBalance.nullable().meta({ description: 'Taken back of meals that were paid, and still owed' }),
      writtenOffFen: fenBalance.nullable(),
      leftFen: fenBalance.nullable().meta({ description: 'In less returned, used, claimed and written off' }),
    }),
    people: z
      .strictObject({
        planned: count.nullable().meta({ description: 'On the rosters that were frozen' }),
        reached: count.nullable().meta({ description: 'Had at least one meal' }),
        percentage: percentage.meta({ description: 'Of the rosters, who was reached' }),
        meals: count.nullable(),
      })
      .nullable()
      .meta({ description: 'null where the programme plans for sites' }),
    sites: z
      .strictObject({
        planned: count,
        delivered: count,
        headsPlanned: count.nullable(),
        headsCovered: count.nullable(),
        percentage,
      })
      .nullable()
      .meta({ description: 'null where it plans for people' }),
    goods: z
      .array(z.strictObject({ name: nameOrNull, handedOut: count }))
      .nullable()
      .meta({ description: 'What was handed out, in pieces; null where it would tell of a small group' }),
    smallestGroup: z
      .int()
      .meta({ description: 'What tells of fewer people than this is withheld: it would tell of one of them' }),
    isWithheld: z.boolean().meta({ description: 'Whether anything here is' }),
  })
  .meta({
    description:
      'As known at the end of the day before, so that who watches the page while somebody eats learns nothing of them. No name of a person, donor, employer, site or merchant',
  })
export const publicity = publicProgramme.extend({ isPublic: z.boolean() })

export type PublicProgramme = z.infer<typeof publicProgramme>
export type Publicity = z.infer<typeof publicity>
