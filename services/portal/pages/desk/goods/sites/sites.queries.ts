import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { everyPage } from '../../../common/api/every-page.ts'
import { afterOwnActs } from '../../../common/api/seen.ts'

type Gap = AnswerOf<'getGaps'>['gaps'][number]
export type SiteGap = Extract<Gap, { kind: 'sites' }>

/** Sites at which goods of the programme are missing, as of this page's own acts. */
export const siteGapsQuery = (programme: string | undefined) =>
  queryOptions({
    queryKey: ['goods', 'site-gaps', programme],
    queryFn: async () => {
      const gaps = await everyPage(async (cursor) => {
        const place = cursor === undefined ? afterOwnActs() : { cursor }
        const query = { programme: programme ?? '', kind: 'sites' as const, limit: 500, ...place }
        const answer = await answerOf(api.GET('/v1/gaps', { params: { query } }))
        return { items: answer.gaps, nextCursor: answer.nextCursor }
      })
      return gaps.filter((gap): gap is SiteGap => gap.kind === 'sites')
    },
    enabled: programme !== undefined,
  })
