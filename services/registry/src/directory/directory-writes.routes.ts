import {
  employerRegistered,
  merchantRegistered,
  siteRegistered,
  unionRegistered,
} from '@welfare/contracts/events/registry.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import type { Decider, JsonObject, Refusal } from '@welfare/event-store/decider/decider.ts'
import type { CommandRequest, EventCodec } from '@welfare/event-store/runner.ts'
import { answerCommand, problemOf } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { commandMetadata, type RoomDependencies } from '@welfare/http/room.ts'
import { defineRoute, type Route, type RouteAnswer, type RouteRequest } from '@welfare/http/route.ts'
import { z } from 'zod'
import { employerCodec, merchantCodec, siteCodec, unionCodec } from '../codecs.ts'
import { employerIdOf } from '../registry-ids.ts'
import type { DirectoryCategory } from './directory.queries.ts'
import { divisionWarnings, type ReadOptions, registered } from './directory.routes.ts'
import { employerDecider } from './employer.decider.ts'
import { merchantDecider } from './merchant.decider.ts'
import { siteDecider } from './site.decider.ts'
import { unionDecider } from './union.decider.ts'

export type WriteOptions = ReadOptions & Pick<RoomDependencies, 'runner' | 'clock'>

type Asked = Pick<
  RouteRequest<unknown, unknown, unknown, string, number | undefined>,
  'actor' | 'commandId' | 'ifVersion'
>

/** `POST /v1/<plural>` and `PUT /v1/<plural>/{id}`. */
export function createWriteRoutes(options: WriteOptions): readonly Route[] {
  const { copy } = options

  const unions = postRoute('union', 'unions', unionRegistered, {}, (body, asked) => {
    const command = { type: 'RegisterUnion', ...body } as const
    return write(options, asked, unionDecider, unionCodec, body, {
      stream: `union-${asked.commandId}`,
      command,
      creates: true,
    })
  })

  const employerRefusals = { 'employer-already-registered': 409, 'employer-unknown': 404, 'union-unknown': 422 }
  const postEmployer = postRoute('employer', 'employers', employerRegistered, employerRefusals, async (body, asked) => {
    if (body.union && !(await isKnown('union', body.union))) return unknown('union-unknown', employerRefusals)
    const stream = employerIdOf(body.division, body.name)
    const command = { type: 'RegisterEmployer', employer: body } as const
    const refusals = { table: employerRefusals, facts: { employer: stream } }
    return write(options, asked, employerDecider, employerCodec, body, { stream, command, mayCreate: true }, refusals)
  })
  const putEmployer = putRoute(
    'employer',
    'employers',
    employerRegistered,
    employerRefusals,
    async (stream, body, asked) => {
      if (body.union && !(await isKnown('union', body.union))) return unknown('union-unknown', employerRefusals)
      const command = { type: 'ChangeEmployer', employer: body } as const
      return write(
        options,
        asked,
        employerDecider,
        employerCodec,
        body,
        { stream, command },
        { table: employerRefusals },
      )
    },
  )

  const siteRefusals = {
    'site-already-registered': 409,
    'site-unknown': 404,
    'workplace-without-employer': 422,
    'employer-unknown': 422,
  }
  const postSite = postRoute('site', 'sites', siteRegistered, siteRefusals, async (body, asked) => {
    if (body.employer && !(await isKnown('employer', body.employer))) return unknown('employer-unknown', siteRefusals)
    const request = {
      stream: `site-${asked.commandId}`,
      command: { type: 'RegisterSite', site: body } as const,
      creates: true,
    }
    return write(options, asked, siteDecider, siteCodec, body, request, { table: siteRefusals })
  })
  const putSite = putRoute('site', 'sites', siteRegistered, siteRefusals, async (stream, body, asked) => {
    if (body.employer && !(await isKnown('employer', body.employer))) return unknown('employer-unknown', siteRefusals)
    const command = { type: 'ChangeSite', site: body } as const
    return write(options, asked, siteDecider, siteCodec, body, { stream, command }, { table: siteRefusals })
  })

  const merchantRefusals = { 'merchant-already-registered': 409, 'merchant-unknown': 404 }
  const postMerchant = postRoute('merchant', 'merchants', merchantRegistered, merchantRefusals, (body, asked) => {
    const command = { type: 'RegisterMerchant', merchant: body } as const
    const request = { stream: `merchant-${asked.commandId}`, command, creates: true }
    return write(options, asked, merchantDecider, merchantCodec, body, request, { table: merchantRefusals })
  })
  const putMerchant = putRoute('merchant', 'merchants', merchantRegistered, merchantRefusals, (stream, body, asked) => {
    const command = { type: 'ChangeMerchant', merchant: body } as const
    return write(options, asked, merchantDecider, merchantCodec, body, { stream, command }, { table: merchantRefusals })
  })

  return [unions, postEmployer, putEmployer, postSite, putSite, postMerchant, putMerchant]

  async function isKnown(category: DirectoryCategory, id: string): Promise<boolean> {
    return copy.findEntry(category, id) !== undefined
  }
}

type Answer = Promise<RouteAnswer | Problem>
type Refusals = Readonly<Record<string, number>>

function postRoute<Body extends { readonly division: string }>(
  category: DirectoryCategory,
  plural: string,
  body: z.ZodType<Body>,
  refusals: Refusals,
  handle: (body: Body, asked: Asked) => Answer,
): Route {
  return defineRoute({
    method: 'post',
    path: `/v1/${plural}`,
    operationId: `register${titleOf(category)}`,
    summary: `Registers a ${category}`,
    tag: plural,
    body,
    answers: { 201: { description: 'Registered', schema: registered(category) } },
    refusals,
    handle: (request) => handle(request.body, request),
  })
}

function putRoute<Body extends { readonly division: string }>(
  category: DirectoryCategory,
  plural: string,
  body: z.ZodType<Body>,
  refusals: Refusals,
  handle: (stream: string, body: Body, asked: Asked) => Answer,
): Route {
  return defineRoute({
    method: 'put',
    path: `/v1/${plural}/{id}`,
    operationId: `change${titleOf(category)}`,
    summary: `Says what is so of a ${category} from now on`,
    tag: plural,
    params: z.strictObject({ id: idOf(category) }),
    body,
    ifMatch: 'required',
    answers: { 200: { description: 'Changed, or already so', schema: registered(category) } },
    refusals,
    handle: (request) => handle(request.params.id, request.body, request),
  })
}

type WriteRequest<Command> = Pick<CommandRequest<Command>, 'stream' | 'command' | 'creates' | 'mayCreate'>

async function write<State, Command, Event>(
  { runner, clock }: WriteOptions,
  { actor, commandId, ifVersion }: Asked,
  decider: Decider<State, Command, Event>,
  codec: EventCodec<Event>,
  body: { readonly division: string },
  request: WriteRequest<Command>,
  refusals: { readonly table: Refusals; readonly facts?: JsonObject } = { table: {} },
): Answer {
  const result = await runner.execute(decider, codec, {
    ...request,
    commandId,
    input: { ...body },
    metadata: { ...commandMetadata(clock, actor) },
    ...(ifVersion !== undefined && { ifVersion }),
  })
  if (result.outcome === 'refused') return problemOf(withFacts(result.refusal, refusals.facts), refusals.table)
  const isNew = request.creates === true || request.mayCreate === true
  return answerCommand(result, {
    refusals: refusals.table,
    onAccepted: ({ version }) => ({
      status: isNew ? 201 : 200,
      body: { id: request.stream, version, ...divisionWarnings(body.division) },
      ...(isNew && {
        headers: { Location: `/v1/${request.stream.slice(0, request.stream.indexOf('-'))}s/${request.stream}` },
      }),
    }),
  })
}

function withFacts(refusal: Refusal, facts: JsonObject | undefined): Refusal {
  return { ...refusal, facts: { ...refusal.facts, ...facts } }
}

function unknown(code: string, refusals: Refusals): Problem {
  return problemOf({ code, facts: {} }, refusals)
}

function titleOf(category: string): string {
  return category.charAt(0).toUpperCase() + category.slice(1)
}
