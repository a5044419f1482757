import { reachesDivision, reachesEverything, WHOLE_LEDGER } from '@welfare/contracts/authority.ts'
import { kitComponent, kitDefined } from '@welfare/contracts/events/deliveries.ts'
import { division, idOf, quantity } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { problem } from '@welfare/http/problem.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { createListRoute } from '../list-route.ts'
import { broken, type DeliveriesRoom, jsonOf, kitCodec, metadataOf } from '../room-commands.ts'
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

export function createKitRoutes(room: DeliveriesRoom): Route[] {
  return [
    createListRoute(room, 'kits', { operationId: 'listKits', summary: 'Kits in their newest version', row: kitRow }),
    defineKit(room),
    readKit(room),
    reviseKit(room),
  ]
}

function defineKit(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/kits',
    operationId: 'defineKit',
    summary: 'Define a kit and what it is made of: version 1',
    tag: 'deliveries',
    body: definitionBody,
    answers: { 201: { description: 'The kit', schema: kitAnswer } },
    refusals,
    async handle({ body: { division: stated, ...body }, commandId, actor }) {
      const unknownItem = await findUnknownItem(room, body)
      const id = derivedId('kit', commandId)
      const owner = stated ?? ownDivision(actor)
      const result = await room.runner.execute(kitDecider, kitCodec, {
        stream: id,
        command: { type: 'DefineKit', ...body, owner, unknownItem },
        commandId,
        input: jsonOf({ ...body, stated }),
        metadata: metadataOf(room, actor),
        creates: true,
      })
      const answer = { id, kitVersion: 1, ...body, ...(owner !== undefined && { owner }) }
      return answerCommand(result, {
        refusals,
        onAccepted: () => ({ status: 201, body: answer, headers: { location: `/v1/kits/${id}` } }),
      })
    },
  })
}

function readKit({ runner }: DeliveriesRoom): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/kits/{id}',
    operationId: 'readKit',
    summary: 'A kit with every version of its composition',
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

function reviseKit(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'put',
    path: '/v1/kits/{id}',
    operationId: 'reviseKit',
    summary: 'Give a kit a new version; kits already packed keep theirs',
    tag: 'deliveries',
    params: kitParams,
    body: kitBody,
    ifMatch: 'required',
    answers: { 200: { description: 'The kit as it now is', schema: kitAnswer } },
    refusals,
    async handle({ params: { id }, body, commandId, actor, ifVersion }) {
      const kit = await room.runner.read(kitDecider, kitCodec, id, ({ owner }) => ({ owner }))
      if (kit && !(await mayRevise(room, actor, kit.owner)))
        return broken('kit-of-another-union', { kit: id }, refusals)
      const unknownItem = await findUnknownItem(room, body)
      const result = await room.runner.execute(kitDecider, kitCodec, {
        stream: id,
        command: { type: 'ReviseKit', ...body, unknownItem },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor),
        ifVersion,
      })
      // Each event of a kit's stream is one version of it, so that the stream's version is the kit's.
      return answerCommand(result, {
        refusals,
        onAccepted: ({ version }) => ({ status: 200, body: { id, kitVersion: version, ...body } }),
      })
    },
  })
}

function findUnknownItem(room: DeliveriesRoom, body: z.infer<typeof kitBody>): Promise<string | undefined> {
  return findUnknownCommodity(
    room,
    body.components.map(({ item }) => item),
  )
}

/** Undefined for whoever acts for the whole ledger: what is defined there is the root union's. */
function ownDivision({ reach }: Actor): string | undefined {
  const [first] = reach.divisions
  return first === WHOLE_LEDGER ? undefined : first
}

/** A kit without an owner is the ledger's root union's. */
async function mayRevise(room: DeliveriesRoom, { reach }: Actor, owner: string | undefined): Promise<boolean> {
  if (reachesEverything(reach)) return true
  const division = owner ?? room.copy.rootDivision()
  return division !== undefined && reachesDivision(reach, division)
}
