import { isWholeLedger, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { kitComponent, kitDefined } from '@welfare/contracts/events/deliveries.ts'
import { division, idOf, quantity } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type DeliveriesContext, kitCodec } from '../deliveries.context.ts'
import { kitDecider } from './kit.decider.ts'
import { findUnknownCommodity } from './known-commodities.ts'

const { name, trade, components } = kitDefined.shape
/** Of one item in one kit; keeps a packing's needs exact numbers. */
const MAX_PIECES_IN_KIT = 10_000
const boundedComponent = z.strictObject({ ...kitComponent.shape, quantity: quantity.max(MAX_PIECES_IN_KIT) })
const kitBody = z.strictObject({ name, trade, components: z.array(boundedComponent).min(1).max(50) })
const definitionBody = z.strictObject({
  ...kitBody.shape,
  division: division.optional().meta({ description: "Whose union may revise it; default: the caller's own division" }),
})
const kitVersion = z.int().min(1)
const kitAnswer = z.strictObject({ id: idOf('kit'), kitVersion, name, trade, components, owner: division.optional() })
const kitView = z.strictObject({
  ...kitAnswer.shape,
  /** Every composition there was: what is packed keeps the version it was packed in. */
  versions: z.array(z.strictObject({ kitVersion, name, trade, components })),
})
const kitParams = z.strictObject({ id: idOf('kit') })
const kitRow = z.strictObject({ id: idOf('kit'), name, trade, kitVersion })
const refusals = {
  'item-unknown': 422,
  'component-repeated': 422,
  'kit-unknown': 404,
  'kit-already-defined': 409,
  'kit-of-another-union': 403,
}

export function createKitRoutes(context: DeliveriesContext): Route[] {
  return [listKits(context), defineKit(context), readKit(context), reviseKit(context)]
}

function listKits({ facts }: DeliveriesContext): Route {
  return listRoute({
    path: '/v1/kits',
    operationId: 'listKits',
    summary: 'Lists kits in their newest version',
    tag: 'deliveries',
    item: kitRow,
    description: 'A page',
    listRows: ({ actor }, page) => facts.list('kits', actor.scope, page),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ sequence: _, ...row }) => row,
  })
}

function defineKit(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/kits',
    operationId: 'defineKit',
    summary: 'Defines a kit and what it is made of: version 1',
    tag: 'deliveries',
    body: definitionBody,
    answers: { 201: { description: 'The kit', schema: kitAnswer } },
    refusals,
    decidedBy: [kitDecider, kitCodec],
    async toCommand({ body: { division: stated, ...body }, commandId, actor }) {
      const unknownItem = await findUnknownItem(context, body)
      const owner = stated ?? ownDivision(actor)
      return {
        stream: derivedId('kit', commandId),
        command: { type: 'DefineKit', ...body, owner, unknownItem },
        input: { ...body, stated },
        creates: true,
      }
    },
    toAnswer(_, { body: { division: stated, ...body }, actor }, { stream: id }) {
      const owner = stated ?? ownDivision(actor)
      const answer = { id, kitVersion: 1, ...body, ...(owner !== undefined && { owner }) }
      return { status: 201, body: answer, headers: { location: `/v1/kits/${id}` } }
    },
  })
}

function readKit({ runner }: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/kits/{id}',
    operationId: 'readKit',
    summary: 'Reads a kit with every version of its composition',
    tag: 'deliveries',
    params: kitParams,
    answers: { 200: { description: 'The kit', schema: kitView } },
    refusals: {},
    async handle({ params: { id } }) {
      const found = await runner.read(kitDecider, kitCodec, id, ({ versions, owner }, version) => ({
        versions,
        owner,
        version,
      }))
      if (!found) return problem('not-found', { id })
      const versions = found.versions.map((composition, index) => ({ kitVersion: index + 1, ...composition }))
      return { status: 200, body: { id, ...versions.at(-1), owner: found.owner, versions }, version: found.version }
    },
  })
}

function reviseKit(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'put',
    path: '/v1/kits/{id}',
    operationId: 'reviseKit',
    summary: 'Gives a kit a new version; kits that are packed keep theirs',
    tag: 'deliveries',
    params: kitParams,
    body: kitBody,
    ifMatch: 'required',
    answers: { 200: { description: 'The kit as it now is', schema: kitAnswer } },
    refusals,
    decidedBy: [kitDecider, kitCodec],
    async toCommand({ params: { id }, body, actor }) {
      const kit = await context.runner.read(kitDecider, kitCodec, id, ({ owner }) => ({ owner }))
      if (kit && !mayRevise(context, actor, kit.owner))
        return problemOf({ code: 'kit-of-another-union', facts: { kit: id } }, refusals)
      return { stream: id, command: { type: 'ReviseKit', ...body, unknownItem: await findUnknownItem(context, body) } }
    },
    // Each event of a kit's stream is one version of it, so that the stream's version is the kit's.
    toAnswer: ({ version }, { params: { id }, body }) => ({ status: 200, body: { id, kitVersion: version, ...body } }),
  })
}

function findUnknownItem(context: DeliveriesContext, body: z.infer<typeof kitBody>): Promise<string | undefined> {
  return findUnknownCommodity(
    context,
    body.components.map(({ item }) => item),
  )
}

/** Undefined for an actor of the whole ledger: what is defined there is the root union's. */
function ownDivision({ scope }: Actor): string | undefined {
  const [first] = scope.divisions
  return first === WHOLE_LEDGER ? undefined : first
}

/** A kit without an owner is the ledger's root union's. */
function mayRevise({ facts }: DeliveriesContext, { scope }: Actor, owner: string | undefined): boolean {
  if (isWholeLedger(scope)) return true
  const division = owner ?? facts.rootDivision()
  return division !== undefined && scopeHoldsDivision(scope, division)
}
