import {
  employerRegistered,
  merchantRegistered,
  siteRegistered,
  unionRegistered,
} from '@welfare/contracts/events/registry.ts'
import { division, idOf } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { afterField } from '@welfare/http/after.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { type CommandRouteDefinition, commandRoute, type StreamCommand } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { isKnownDivision } from '../divisions.ts'
import { employerCodec, merchantCodec, type RegistryContext, siteCodec, unionCodec } from '../registry.context.ts'
import { employerIdOf } from '../registry-ids.ts'
import type { DirectoryCategory, DirectoryEntry } from './directory.queries.ts'
import { employerDecider } from './employer.decider.ts'
import { merchantDecider } from './merchant.decider.ts'
import { siteDecider } from './site.decider.ts'
import { unionDecider } from './union.decider.ts'

/** What stands in the directory: unions, employers, sites and merchants, each listed, read, registered, and all but unions changed. */
export function createDirectoryRoutes(context: RegistryContext): readonly Route[] {
  const { facts } = context
  return [
    ...routesOf(context, {
      category: 'union',
      data: unionRegistered,
      decidedBy: [unionDecider, unionCodec],
      refusals: {},
      register: (union, id) => ({ stream: `union-${id}`, command: { type: 'RegisterUnion', ...union }, creates: true }),
    }),
    ...routesOf(context, {
      category: 'employer',
      data: employerRegistered,
      decidedBy: [employerDecider, employerCodec],
      refusals: { 'employer-already-registered': 409, 'employer-unknown': 404, 'union-unknown': 422 },
      refusalOf: ({ union }) =>
        union && !facts.findEntry('union', union) ? { code: 'union-unknown', facts: {} } : undefined,
      register(employer) {
        const id = employerIdOf(employer.division, employer.name)
        return { stream: id, command: { type: 'RegisterEmployer', id, employer }, mayCreate: true }
      },
      change: (employer) => ({ type: 'ChangeEmployer', employer }),
    }),
    ...routesOf(context, {
      category: 'site',
      data: siteRegistered,
      decidedBy: [siteDecider, siteCodec],
      refusals: {
        'site-already-registered': 409,
        'site-unknown': 404,
        'workplace-without-employer': 422,
        'employer-unknown': 422,
      },
      refusalOf: ({ employer }) =>
        employer && !facts.findEntry('employer', employer) ? { code: 'employer-unknown', facts: {} } : undefined,
      register: (site, id) => ({ stream: `site-${id}`, command: { type: 'RegisterSite', site }, creates: true }),
      change: (site) => ({ type: 'ChangeSite', site }),
    }),
    ...routesOf(context, {
      category: 'merchant',
      data: merchantRegistered,
      decidedBy: [merchantDecider, merchantCodec],
      refusals: { 'merchant-already-registered': 409, 'merchant-unknown': 404 },
      namesakesOf: facts.listNamesakes,
      register: (merchant, id) => ({
        stream: `merchant-${id}`,
        command: { type: 'RegisterMerchant', merchant },
        creates: true,
      }),
      change: (merchant) => ({ type: 'ChangeMerchant', merchant }),
    }),
  ]
}

/** An address of more is refused as too long. */
const MAX_NAMED = 50

function idsOf(category: DirectoryCategory) {
  return z
    .string()
    .transform((list) => [...new Set(list.split(','))])
    .pipe(z.array(idOf(category)).max(MAX_NAMED))
    .meta({ description: `Only these, ${MAX_NAMED} at most, with commas between` })
}

type Entered = { readonly division: string }

/** A kind of thing in the directory. */
interface DirectoryKind<Data extends Entered, State, Command, Event>
  extends Pick<
    CommandRouteDefinition<undefined, undefined, undefined, undefined, State, Command, Event>,
    'decidedBy' | 'refusals'
  > {
  readonly category: DirectoryCategory
  /** What the events hold of it. */
  readonly data: z.ZodObject & z.ZodType<Data>
  /** Where it names what is not registered. */
  refusalOf?(data: Data): Refusal | undefined
  /** Others that may be the same thing, where it is not one by its name. */
  namesakesOf?(id: string, data: Data): readonly string[]
  register(data: Data, commandId: string): StreamCommand<Command>
  change?(data: Data): Command
}

function routesOf<Data extends Entered, State, const Command, Event>(
  context: RegistryContext,
  kind: DirectoryKind<Data, State, Command, Event>,
): readonly Route[] {
  const { category, data, decidedBy, refusals, refusalOf, namesakesOf, register, change } = kind
  const { facts } = context
  const title = category.charAt(0).toUpperCase() + category.slice(1)
  const tag = `${category}s`
  const params = z.strictObject({ id: idOf(category) })
  const entry = data.extend({ id: idOf(category), version: z.int().min(1) })
  const registered = z.strictObject({ id: idOf(category), version: z.int().min(1), warnings })
  const body: z.ZodType<Data> = data
  const warn = (id: string, given: Data) => warningsOf(given, namesakesOf?.(id, given) ?? [])
  const list = listRoute({
    path: `/v1/${tag}`,
    operationId: `list${title}s`,
    summary: `Lists every ${category} in the order of registration`,
    tag,
    filter: { division: division.optional(), ids: idsOf(category).optional() },
    item: entry,
    description: 'A page',
    listRows: ({ query: { division, ids }, actor: { scope } }, page) =>
      facts.listEntries(category, { ...page, division, ids, scope }),
    placeOf: ({ registered }) => registered,
    toItem: toAnswer,
  })
  const read = defineRoute({
    method: 'get',
    path: `/v1/${tag}/{id}`,
    operationId: `read${title}`,
    summary: `Reads one ${category}`,
    tag,
    params,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: `The ${category}`, schema: entry } },
    refusals: {},
    async handle({ params: { id } }) {
      const found = facts.findEntry(category, id)
      return found ? { status: 200, body: toAnswer(found), version: found.version } : problem('not-found')
    },
  })
  const post = commandRoute(context, {
    method: 'post',
    path: `/v1/${tag}`,
    operationId: `register${title}`,
    summary: `Registers ${articleOf(category)} ${category}`,
    tag,
    body,
    answers: { 201: { description: 'Registered', schema: registered } },
    refusals,
    decidedBy,
    toCommand({ body: given, commandId }) {
      const refusal = refusalOf?.(given)
      return refusal ? problemOf(refusal, refusals) : register(given, commandId)
    },
    toAnswer: ({ version }, { body: given }, { stream: id }) => ({
      status: 201,
      body: { id, version, ...warn(id, given) },
      headers: { Location: `/v1/${tag}/${id}` },
    }),
  })
  if (!change) return [list, read, post]
  const put = commandRoute(context, {
    method: 'put',
    path: `/v1/${tag}/{id}`,
    operationId: `change${title}`,
    summary: `Changes what is so of ${articleOf(category)} ${category} from now on`,
    tag,
    params,
    body,
    ifMatch: 'required',
    answers: { 200: { description: 'Changed, or already so', schema: registered } },
    refusals,
    decidedBy,
    toCommand({ params: { id }, body: given }) {
      const refusal = refusalOf?.(given)
      return refusal ? problemOf(refusal, refusals) : { stream: id, command: change(given) }
    },
    toAnswer: ({ version }, { params: { id }, body: given }) => ({
      status: 200,
      body: { id, version, ...warn(id, given) },
    }),
  })
  return [list, read, post, put]
}

/** Said, and no error: a division is in no table of GB/T 2260, since abolished codes live on; another has the same name there. */
const warnings = z
  .array(
    z.discriminatedUnion('code', [
      z.strictObject({ code: z.literal('division-unknown'), division }),
      z.strictObject({ code: z.literal('merchant-of-same-name'), merchant: idOf('merchant') }),
    ]),
  )
  .optional()

function warningsOf(
  { division: code }: Entered,
  namesakes: readonly string[],
): { warnings?: z.infer<typeof warnings> } {
  const said = [
    ...(isKnownDivision(code) ? [] : [{ code: 'division-unknown' as const, division: code }]),
    ...namesakes.map((merchant) => ({ code: 'merchant-of-same-name' as const, merchant })),
  ]
  return said.length > 0 ? { warnings: said } : {}
}

function toAnswer({ id, version, data }: DirectoryEntry<DirectoryCategory>): object {
  return { id, version, ...data }
}

function articleOf(noun: string): string {
  return /^[aeio]/.test(noun) ? 'an' : 'a'
}
