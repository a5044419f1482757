import { itemDefined } from '@welfare/contracts/events/deliveries.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { createListRoute } from '../list-route.ts'
import { type DeliveriesRoom, itemCodec, jsonOf, metadataOf } from '../room-commands.ts'
import { itemDecider } from './item.decider.ts'

const itemView = z.strictObject({ id: idOf('item'), ...itemDefined.shape })

export function createItemRoutes(room: DeliveriesRoom): Route[] {
  return [
    createListRoute(room, 'items', { operationId: 'listItems', summary: 'Kinds of goods', row: itemView }),
    defineItem(room),
    readItem(room),
  ]
}

function defineItem(room: DeliveriesRoom): Route {
  const refusals = { 'item-already-defined': 409 }
  return defineRoute({
    method: 'post',
    path: '/v1/items',
    operationId: 'defineItem',
    summary: 'Define a kind of goods, counted in its unit',
    tag: 'deliveries',
    body: itemDefined,
    answers: { 201: { description: 'The item', schema: itemView } },
    refusals,
    async handle({ body, commandId, actor }) {
      const id = derivedId('item', commandId)
      const result = await room.runner.execute(itemDecider, itemCodec, {
        stream: id,
        command: { type: 'DefineItem', ...body },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor),
        creates: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: () => ({ status: 201, body: { id, ...body }, headers: { location: `/v1/items/${id}` } }),
      })
    },
  })
}

function readItem({ runner }: DeliveriesRoom): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/items/{id}',
    operationId: 'readItem',
    summary: 'A kind of goods',
    tag: 'deliveries',
    params: z.strictObject({ id: idOf('item') }),
    answers: { 200: { description: 'The item', schema: itemView } },
    refusals: {},
    async handle({ params: { id } }) {
      const found = await runner.read(itemDecider, itemCodec, id, (item, version) => ({ item, version }))
      if (!found) return problem('not-found', { id })
      return { status: 200, body: { id, ...found.item }, version: found.version }
    },
  })
}
