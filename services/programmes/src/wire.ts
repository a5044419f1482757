/** What goes over the wire to and from this service. */
import { goodsInvoiced } from '@welfare/contracts/events/goods/supplier-invoices.ts'
import { programmeKind, programmeRules, programmeWindow, quota } from '@welfare/contracts/events/programmes.ts'
import { statementNumber } from '@welfare/contracts/events/statements.ts'
import {
  commodity,
  count,
  day,
  division,
  idOf,
  instant,
  name,
  positiveAmountFen,
  quantity,
  reason,
  text,
  trade,
  windowKey,
} from '@welfare/contracts/primitives.ts'
import { pageOf } from '@welfare/http/paging.ts'
import { z } from 'zod'

/** Defaults: no quota, three days for late entries, funds in proportion. */
export const rulesBody = z.strictObject({
  windows: z.array(programmeWindow).max(120).default([]),
  quota: quota.default({}),
  lateEntryDays: programmeRules.shape.lateEntryDays.default(3),
  sharing: programmeRules.shape.sharing.default('in-proportion'),
  ownSharePerRedemptionFen: positiveAmountFen.optional(),
  kitsPerHead: programmeRules.shape.kitsPerHead,
  itemsOnly: programmeRules.shape.itemsOnly.meta({
    description: 'Meals are entered by what was eaten, from the price list, never as an amount alone',
  }),
  eachDayFen: programmeRules.shape.eachDayFen.meta({
    description:
      'Each window gives this for each of its days, and a day’s amount is used on that day or not at all; each window’s credit is this times its days',
  }),
  allowedItems: programmeRules.shape.allowedItems.meta({
    description: 'Codes of price lists that a credit pays; others, and amounts alone, are refused. Left out: all',
  }),
  split: programmeRules.shape.split.meta({
    description: 'Who pays a meal, where several do, in order; what is left is the worker’s',
  }),
  announcementDays: programmeRules.shape.announcementDays.meta({
    description: 'For so many working days a round’s list is announced before anybody on it is issued to',
  }),
  exclusiveWith: programmeRules.shape.exclusiveWith.meta({
    description:
      'Programmes whose people get nothing here while they hold credits there, and the other way round. Left out of a change: as it was; empty: none any more',
  }),
})
const plan = z.enum(['people', 'sites'])
export const programmeBody = z.strictObject({
  name,
  kind: programmeKind,
  division,
  /** Default: people. */
  plan: plan.default('people'),
  year: z.int().min(2000).max(2100),
  rules: rulesBody.prefault({}),
})
export const rulesChangeBody = z.strictObject({ rules: rulesBody, reason })
export const programmeAnswer = z.strictObject({
  id: idOf('programme'),
  name,
  kind: programmeKind,
  division,
  plan,
  year: z.int(),
  rules: programmeRules,
  rulesVersion: z.int(),
  status: z.enum(['open', 'closed']),
  /** Where the end has been set. */
  lastDay: day.optional(),
})
export const rulesAnswer = programmeAnswer.pick({ id: true, rules: true, rulesVersion: true })
export const rulesVersionAnswer = z.strictObject({
  rulesVersion: z.int().min(1),
  rules: programmeRules,
  /** None of the first. */
  reason: reason.optional(),
  changedBy: text(100).meta({ description: 'Account with its role', example: 'officer/desk-1' }),
  changedAt: instant,
})
export type ProgrammeAnswer = z.infer<typeof programmeAnswer>

export const merchantBody = z.strictObject({ merchant: idOf('merchant') })
export const merchantAnswer = z.strictObject({ programme: idOf('programme'), merchant: idOf('merchant') })
export const programmeMerchants = pageOf(idOf('merchant')).extend({
  statements: z
    .array(z.strictObject({ merchant: idOf('merchant'), statement: idOf('statement') }))
    .meta({ description: 'Where what each of them is owed in the programme stands' }),
})
export const workerAnswer = z.strictObject({ programme: idOf('programme'), worker: idOf('worker') })
export const reasonBody = z.strictObject({ reason })
export const lastDayBody = z.strictObject({ lastDay: day, reason })
export const publicityBody = z.strictObject({
  isPublic: z.boolean().meta({ description: 'Whether anybody may read the public page of the programme' }),
  reason,
})
export const publicityAnswer = z.strictObject({ programme: idOf('programme'), isPublic: z.boolean() })
export const lastDayAnswer = z.strictObject({
  programme: idOf('programme'),
  lastDay: day,
  /** Through this day what happened until the last day can still be entered. */
  lateEntriesUntil: day,
})
/** What closing would do now. */
export const closurePreview = z.strictObject({
  programme: idOf('programme'),
  /** Why it would be refused now; absent where it would not be. */
  refusedAs: z.string().optional(),
  open: z.strictObject({ batches: z.array(idOf('batch')), consignments: z.array(idOf('consignment')) }),
  /** Unspent, by the fund that it returns to: allocated, reserved, and what is still on cards. */
  returns: z.array(
    z.strictObject({
      fund: idOf('fund'),
      amountFen: z.int().min(0),
      ofWhich: z.array(z.strictObject({ account: z.string(), amountFen: z.int() })),
    }),
  ),
  /** What merchants still owe, by the fund that it goes to when they pay; whose it is stands in the programme's budget. */
  claims: z.array(z.strictObject({ fund: idOf('fund'), claimedFen: z.int().min(1) })),
  /** What merchants, suppliers among them, are still owed: it is settled as before, and what comes free goes to its fund. */
  payables: z.array(
    z.strictObject({
      merchant: idOf('merchant'),
      payableFen: z.int().meta({ description: 'Less what it owes; below zero the merchant owes' }),
      disputedFen: z.int().min(0),
      numbers: z
        .array(z.strictObject({ statement: idOf('statement'), number: statementNumber, unpaidFen: z.int().min(1) }))
        .meta({ description: 'Approved and not paid' }),
      invoices: z
        .array(
          z.strictObject({
            purchase: idOf('purchase'),
            invoice: z.int().min(1),
            invoiceNumber: goodsInvoiced.shape.invoiceNumber,
            unpaidFen: z.int().min(1),
          }),
        )
        .meta({ description: 'Of a supplier, owed and not paid' }),
    }),
  ),
})
export const closureAnswer = z.strictObject({ programme: idOf('programme'), status: z.literal('closed') })
export const rosterEntry = z.strictObject({
  worker: idOf('worker'),
  employer: idOf('employer'),
  division,
  trade,
})

/** One list is frozen in one append; a longer one is several rounds. */
const MAX_SITES = 500
const MAX_LINES = 2_000
const sitesOfRound = z
  .array(
    z.strictObject({
      site: idOf('site'),
      /** Default: the list's kit, for each head at the site. */
      goods: z.array(z.strictObject({ commodity, quantity })).min(1).max(20).optional(),
      dueOn: day,
    }),
  )
  .min(1)
  .max(MAX_SITES)
  .refine((sites) => sites.reduce((lines, { goods }) => lines + (goods?.length ?? 1), 0) <= MAX_LINES, {
    params: { code: 'too-many-lines', maximum: MAX_LINES },
  })
/** People: nothing but a name, or some of the windows. Sites: the list. */
export const roundBody = z
  .strictObject({
    name,
    /** Default: all windows of the programme. */
    windows: z.array(windowKey).min(1).max(120).optional(),
    sites: sitesOfRound.optional(),
    kit: commodity.optional(),
    /** Default: what the programme's rules say. */
    kitsPerHead: programmeRules.shape.kitsPerHead,
  })
  .refine(
    ({ windows, sites, kit, kitsPerHead }) => (sites ? windows === undefined : (kit ?? kitsPerHead) === undefined),
    {
      params: { code: 'people-and-sites' },
    },
  )
export type RoundBody = z.infer<typeof roundBody>
export const openedRound = z.strictObject({
  id: idOf('round'),
  programme: idOf('programme'),
  plan,
  name,
  windows: z.array(windowKey),
  entries: count,
  /** Sequence through which roster and sites had been read. */
  rosterReadThrough: count,
})
export const roundAnswer = openedRound.extend({
  frozen: count,
  sealed: z.boolean(),
  entriesNow: count.meta({ description: 'Of the plan as amended: who joined and left after the freezing' }),
})
export type RoundAnswer = z.infer<typeof roundAnswer>
