import { itemDefined } from '@welfare/contracts/events/deliveries.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type DeliveriesContext, itemCodec } from '../deliveries.context.ts'
import { itemDecider } from './item.decider.ts'

const itemView = z.strictObject({ id: idOf('item'), ...itemDefined.shape })

export function createItemRoutes(context: DeliveriesContext): Route[] {
  return [listItems(context), defineItem(context), readItem(context)]
}

function listItems({ facts }: DeliveriesContext): Route {
  return listRoute({
    path: '/v1/items',
    operationId: 'listItems',
    summary: 'Lists kinds of goods',
    tag: 'deliveries',
    item: itemView,
    description: 'A page',
    listRows: ({ actor }, page) => facts.list('items', actor.scope, page),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ sequence: _, ...row }) => row,
  })
}

function defineItem(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/items',
    operationId: 'defineItem',
    summary: 'Defines a kind of goods, counted in its unit',
    tag: 'deliveries',
    body: itemDefined,
    answers: { 201: { description: 'The item', schema: itemView } },
    refusals: { 'item-already-defined': 409 },
    decidedBy: [itemDecider, itemCodec],
    toCommand: ({ body, commandId }) => ({
      stream: derivedId('item', commandId),
      command: { type: 'DefineItem', ...body },
      creates: true,
    }),
    toAnswer: (_, { body }, { stream: id }) => ({
      status: 201,
      body: { id, ...body },
      headers: { location: `/v1/items/${id}` },
    }),
  })
}

function readItem({ runner }: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/items/{id}',
    operationId: 'readItem',
    summary: 'Reads a kind of goods',
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
