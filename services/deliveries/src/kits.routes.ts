import { kitComponent, kitDefined } from '@welfare/contracts/events/deliveries.ts'
import { idOf, quantity } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { problem } from '@welfare/service-kit/problem.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { kitDecider } from './kit.decider.ts'
import { findUnknownCommodity } from './known-commodities.ts'
import { createListRoute } from './list-route.ts'
import { type DeliveriesRoom, jsonOf, kitCodec, metadataOf } from './room-commands.ts'

const { name, trade, components } = kitDefined.shape
/** Of one item in one kit; keeps a packing's needs exact numbers. */
const MAX_PIECES_IN_KIT = 10_000
const boundedComponent = z.strictObject({ ...kitComponent.shape, quantity: quantity.max(MAX_PIECES_IN_KIT) })
const kitBody = z.strictObject({ name, trade, components: z.array(boundedComponent).min(1).max(50) })
const kitVersion = z.int().min(1)
const kitAnswer = z.strictObject({ id: idOf('kit'), kitVersion, name, trade, components })
const kitView = z.strictObject({
  ...kitAnswer.shape,
  /** Every composition there was: what is packed keeps the version it was packed in. */
  versions: z.array(z.strictObject({ kitVersion, name, trade, components })),
})
const kitParams = z.strictObject({ id: idOf('kit') })
const kitRow = z.strictObject({ id: idOf('kit'), name, trade, kitVersion })
const refusals = { 'item-unknown': 422, 'component-repeated': 422, 'kit-unknown': 404, 'kit-already-defined': 409 }

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
    body: kitBody,
    answers: { 201: { description: 'The kit', schema: kitAnswer } },
    refusals,
    async handle({ body, commandId, actor }) {
      const unknownItem = await findUnknownItem(room, body)
      const id = derivedId('kit', commandId)
      const result = await room.runner.execute(kitDecider, kitCodec, {
        stream: id,
        command: { type: 'DefineKit', ...body, unknownItem },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor),
        creates: true,
      })
      const answer = { id, kitVersion: 1, ...body }
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
      const found = await runner.read(kitDecider, kitCodec, id, ({ versions }, version) => ({ versions, version }))
      if (!found) return problem('not-found', { id })
      const versions = found.versions.map((composition, index) => ({ kitVersion: index + 1, ...composition }))
      return { status: 200, body: { id, ...versions.at(-1), versions }, version: found.version }
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
