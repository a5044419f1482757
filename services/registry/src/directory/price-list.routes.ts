import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { priceListPublished } from '@welfare/contracts/events/registry.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { findEvent } from '@welfare/http/command-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { merchantCodec, type RegistryContext } from '../registry.context.ts'
import { merchantDecider } from './merchant.decider.ts'

const params = z.strictObject({ id: idOf('merchant') })
const priceList = priceListPublished.omit({ priceListVersion: true })
const refusals = {
  'merchant-unknown': 404,
  'item-code-repeated': 422,
  'agreed-price-above-list-price': 422,
  'price-list-begins-before-the-last': 409,
}

export function createPriceListRoutes(context: RegistryContext): readonly Route[] {
  return [publishPriceList(context), listPriceLists(context)]
}

function publishPriceList(context: RegistryContext): Route {
  const { facts, runner } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/merchants/{id}/price-lists',
    operationId: 'publishPriceList',
    summary: "Publishes a new version of a merchant's price list",
    tag: 'merchants',
    params,
    body: priceList,
    ifMatch: 'optional',
    answers: {
      201: {
        description: 'Published; the version of the list that is so now',
        schema: z.strictObject({ merchant: idOf('merchant'), priceListVersion: z.int().min(1) }),
      },
    },
    refusals,
    describe({ params: { id }, body: { validFrom, items } }) {
      const merchant = facts.findEntry('merchant', id)
      if (!merchant) return { code: 'merchant-unknown', status: 404, facts: {} }
      const { division } = merchant.data
      return { kind: 'price-list', division, about: { merchant: id, validFrom, items: items.length } }
    },
    decidedBy: [merchantDecider, merchantCodec],
    toCommand: ({ params: { id }, body }) => ({
      stream: id,
      command: { type: 'PublishPriceList', priceList: body },
    }),
    async toAnswer({ events }, { params: { id: merchant } }) {
      const published = findEvent(events, 'PriceListPublished', merchant)?.data
      const current =
        published ?? (await runner.read(merchantDecider, merchantCodec, merchant, (state) => state.lastPriceList))
      return { status: 201, body: { merchant, priceListVersion: current?.priceListVersion } }
    },
  })
}

/** Every version at once: no paged list. */
function listPriceLists({ facts }: RegistryContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/merchants/{id}/price-lists',
    operationId: 'listPriceLists',
    summary: "Lists every version of a merchant's price list, newest first",
    tag: 'merchants',
    params,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The lists', schema: z.strictObject({ items: z.array(priceListPublished) }) } },
    refusals: {},
    async handle({ params: { id } }) {
      const merchant = facts.findEntry('merchant', id)
      if (!merchant) return problem('not-found')
      return { status: 200, body: { items: facts.listPriceLists(id) }, version: merchant.version }
    },
  })
}
