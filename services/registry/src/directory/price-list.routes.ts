import type { Acts } from '@welfare/approvals/acts.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { priceListPublished } from '@welfare/contracts/events/registry.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { problem } from '@welfare/http/problem.ts'
import { commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { merchantCodec } from '../codecs.ts'
import type { WriteOptions } from './directory-writes.routes.ts'
import { merchantDecider } from './merchant.decider.ts'

const params = z.strictObject({ id: idOf('merchant') })
const priceList = priceListPublished.omit({ priceListVersion: true })
const refusals = {
  'merchant-unknown': 404,
  'item-code-repeated': 422,
  'agreed-price-above-list-price': 422,
  'price-list-begins-before-the-last': 409,
}

export function createPriceListRoutes(options: WriteOptions & { readonly acts: Acts }): readonly Route[] {
  const { clock, copy } = options
  return [
    defineActRoute(options, {
      method: 'post',
      path: '/v1/merchants/{id}/price-lists',
      operationId: 'publishPriceList',
      summary: 'A new version of what a merchant sells, at list and agreed prices',
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
      async describe({ params: { id }, body: { validFrom, items } }) {
        const merchant = copy.findEntry('merchant', id)
        if (!merchant) return { code: 'merchant-unknown', status: 404, facts: {} }
        const { division } = merchant.data
        return { kind: 'price-list', division, about: { merchant: id, validFrom, items: items.length } }
      },
      async perform({ runner }, { params, body, actor, commandId, ifVersion }, approval) {
        const result = await runner.execute(merchantDecider, merchantCodec, {
          stream: params.id,
          command: { type: 'PublishPriceList', priceList: body },
          commandId,
          input: { ...body },
          metadata: { ...commandMetadata(clock, actor, { approval }) },
          ...(ifVersion !== undefined && { ifVersion }),
        })
        const current = await runner.read(merchantDecider, merchantCodec, params.id, (state) => state.lastPriceList)
        return answerCommand(result, {
          refusals,
          onAccepted: ({ events }) => {
            const [published] = events.map(({ event }) =>
              event.type === 'PriceListPublished' ? event.data : undefined,
            )
            const { priceListVersion } = published ?? current ?? {}
            return { status: 201, body: { merchant: params.id, priceListVersion } }
          },
        })
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/merchants/{id}/price-lists',
      operationId: 'listPriceLists',
      summary: "Every version of a merchant's price list, newest first",
      tag: 'merchants',
      params,
      query: z.strictObject({ after: afterField }),
      answers: { 200: { description: 'The lists', schema: z.strictObject({ items: z.array(priceListPublished) }) } },
      refusals: {},
      async handle({ params }) {
        const merchant = copy.findEntry('merchant', params.id)
        if (!merchant) return problem('not-found')
        return { status: 200, body: { items: copy.listPriceLists(params.id) }, version: merchant.version }
      },
    }),
  ]
}
