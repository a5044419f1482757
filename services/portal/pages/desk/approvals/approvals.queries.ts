import { queryOptions, useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { type ApprovalState, type Area, areas, inOrder, orderOf, type PlacedProposal } from './proposals.ts'

const approvalsKey = ['proposals'] as const
const LISTED = 100

/** Every area has the same routes: the types are those of one. */
const listPath = (area: Area) => `/v1/proposals/${area}` as '/v1/proposals/funds'
const readPath = (area: Area) => `/v1/proposals/${area}/{id}` as '/v1/proposals/funds/{id}'

export interface Approvals {
  readonly items: readonly PlacedProposal[]
  /** Some area has more than are listed. */
  readonly isMore: boolean
}

/** Of all five areas together: five small requests at once; one more route would ask the same of five services. */
export function approvalsQuery(state: ApprovalState) {
  return queryOptions({
    queryKey: [...approvalsKey, state],
    async queryFn(): Promise<Approvals> {
      const pages = await Promise.all(areas.map((area) => listArea(area, state)))
      const items = pages.flatMap((page, index) =>
        page.items.map((proposal) => ({ ...proposal, area: areas[index] ?? areas[0] })),
      )
      return { items: inOrder(items, state), isMore: pages.some(({ nextCursor }) => nextCursor !== undefined) }
    },
    refetchInterval: state === 'proposed' && 30_000,
  })
}

/** Whether such an act on money waits for its approver: for who would do it once more. */
export function useWaitingActs(): (isIt: (waiting: Pick<PlacedProposal, 'about'>) => boolean) => boolean {
  const { role } = useSession()
  const { data } = useQuery({
    queryKey: [...approvalsKey, 'proposed', 'funds'],
    queryFn: () => listArea('funds', 'proposed'),
    enabled: role === 'officer',
    refetchInterval: 30_000,
  })
  return (isIt) => data?.items.some(isIt) ?? false
}

/** A correction of that entry of a fund, or a refund of that donation. */
export function useWaitingCorrections(): (entry: string) => boolean {
  const isWaiting = useWaitingActs()
  return (entry) => isWaiting(({ about }) => about.corrects === entry || about.donation === entry)
}

function listArea(area: Area, status: ApprovalState) {
  return answerOf(api.GET(listPath(area), { params: { query: { status, order: orderOf(status), limit: LISTED } } }))
}

/** Alone: with what it would do now. */
export function proposalQuery({ area, id }: Pick<PlacedProposal, 'area' | 'id'>) {
  return queryOptions({
    queryKey: [...approvalsKey, 'one', id],
    queryFn: () => answerOf(api.GET(readPath(area), { params: { path: { id } } })),
    // Until what was approved is done.
    refetchInterval: ({ state }) => state.data?.status === 'approved' && 1_000,
  })
}

export const roundQuery = (id: string) =>
  queryOptions({
    queryKey: ['round', id],
    queryFn: () => answerOf(api.GET('/v1/rounds/{id}', { params: { path: { id } } })),
  })

export type DecisionKind = 'approval' | 'refusal' | 'withdrawal'

/** @param text the note of an approval, which may be left out; the reason of the others */
export function decide(
  { area, id }: Pick<PlacedProposal, 'area' | 'id'>,
  kind: DecisionKind,
  text: string,
  key: string,
): Promise<unknown> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } }
  if (kind === 'approval') {
    const path = `${readPath(area)}/approval` as '/v1/proposals/funds/{id}/approval'
    return answerOf(api.POST(path, { params, body: text === '' ? {} : { note: text } }))
  }
  const path = `${readPath(area)}/${kind}` as '/v1/proposals/funds/{id}/refusal'
  return answerOf(api.POST(path, { params, body: { reason: text } }))
}
