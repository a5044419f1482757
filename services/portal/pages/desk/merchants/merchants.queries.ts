import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answeredWith, answerOf, api } from '../../common/api/client.ts'

export type Merchant = AnswerOf<'readMerchant'>
export type PriceList = AnswerOf<'listPriceLists'>['items'][number]
export type Payee = AnswerOf<'readPayee'>['versions'][number]
export type Device = AnswerOf<'listDevices'>['items'][number]

/** With its version, for whoever changes it. */
export const merchantQuery = (id: string) =>
  queryOptions({
    queryKey: ['merchants', id],
    queryFn: () => readMerchant(id),
  })

export const readMerchant = (id: string) => answeredWith(api.GET('/v1/merchants/{id}', { params: { path: { id } } }))

export const priceListsQuery = (id: string) =>
  queryOptions({
    queryKey: ['merchants', id, 'price-lists'],
    queryFn: () => answerOf(api.GET('/v1/merchants/{id}/price-lists', { params: { path: { id } } })),
  })

export const devicesQuery = (id: string) =>
  queryOptions({
    queryKey: ['merchants', id, 'devices'],
    queryFn: () => answerOf(api.GET('/v1/merchants/{id}/devices', { params: { path: { id } } })),
  })

export const payeeQuery = (id: string) =>
  queryOptions({
    queryKey: ['merchants', id, 'payee'],
    queryFn: () => answerOf(api.GET('/v1/merchants/{id}/payee', { params: { path: { id } } })),
  })
