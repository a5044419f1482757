import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'

export const programmesQuery = queryOptions({
  queryKey: ['programmes'],
  queryFn: () => answerOf(api.GET('/v1/programmes')),
})
