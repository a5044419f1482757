import { queryOptions, useQuery } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { say } from './words.ts'

export type Site = AnswerOf<'listSites'>['items'][number]
export type Item = AnswerOf<'listItems'>['items'][number]
export type Kit = AnswerOf<'listKits'>['items'][number]
export type Depot = AnswerOf<'listDepots'>['items'][number]

const limit = 1000
const place = (cursor: string | undefined) => ({ params: { query: { limit, ...(cursor && { cursor }) } } })

export const itemsQuery = queryOptions({
  queryKey: ['goods', 'items'],
  queryFn: () => everyPage((cursor) => answerOf(api.GET('/v1/items', place(cursor)))),
})
export const kitsQuery = queryOptions({
  queryKey: ['goods', 'kits'],
  queryFn: () => everyPage((cursor) => answerOf(api.GET('/v1/kits', place(cursor)))),
})
export const kitQuery = (id: string) =>
  queryOptions({
    queryKey: ['goods', 'kits', id],
    queryFn: () => answerOf(api.GET('/v1/kits/{id}', { params: { path: { id } } })),
  })
export const depotsQuery = queryOptions({
  queryKey: ['goods', 'depots'],
  queryFn: () => everyPage((cursor) => answerOf(api.GET('/v1/depots', place(cursor)))),
})
export const sitesQuery = queryOptions({
  queryKey: ['goods', 'sites'],
  queryFn: () => everyPage((cursor) => answerOf(api.GET('/v1/sites', place(cursor)))),
})

/** What goods, depots, sites and programmes are called. Of a kit with its version, since what is packed keeps its own. */
export function useGoodsNames(): (id: string) => string {
  const { data: items = [] } = useQuery(itemsQuery)
  const { data: kits = [] } = useQuery(kitsQuery)
  const { data: depots = [] } = useQuery(depotsQuery)
  const { data: sites = [] } = useQuery(sitesQuery)
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const all = [...items, ...kits, ...depots, ...sites, ...programmes]
  return (id) => {
    const [thing = id, version] = id.split('@')
    const name = all.find((one) => one.id === thing)?.name ?? id
    return version === undefined ? name : say('kitVersion', { name, version })
  }
}

/** Whom a form about goods at that place finds first. */
export function useNear(place: string, programme?: string | undefined) {
  const { data: depots = [] } = useQuery(depotsQuery)
  const { data: sites = [] } = useQuery(sitesQuery)
  return { programme, division: [...depots, ...sites].find(({ id }) => id === place)?.division }
}

/** Items, and kits in their newest version, to choose from. */
export function useCommodities(): readonly { readonly value: string; readonly label: string }[] {
  const nameOf = useGoodsNames()
  const { data: items = [] } = useQuery(itemsQuery)
  const { data: kits = [] } = useQuery(kitsQuery)
  return [
    ...kits.map(({ id, kitVersion }) => ({ value: `${id}@${kitVersion}`, label: nameOf(`${id}@${kitVersion}`) })),
    ...items.map(({ id, name, unit }) => ({ value: id, label: say('withUnit', { name, unit }) })),
  ]
}
