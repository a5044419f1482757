import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answeredWith, answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { afterOwnActs } from '../../common/api/seen.ts'

export type Programme = AnswerOf<'readProgramme'>
export type Rules = Programme['rules']
export type Template = AnswerOf<'listProgrammeTemplates'>['items'][number]
export type Round = AnswerOf<'listRounds'>['items'][number]

const limit = 1000

/** With its version, for whoever changes its rules. */
export const programmeQuery = (id: string) =>
  queryOptions({
    queryKey: ['programmes', id],
    queryFn: () => answeredWith(api.GET('/v1/programmes/{id}', { params: { path: { id } } })),
  })

export const templatesQuery = (year: number) =>
  queryOptions({
    queryKey: ['programme-templates', year],
    queryFn: () => answerOf(api.GET('/v1/programme-templates', { params: { query: { year } } })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const rulesHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['programmes', id, 'rules'],
    queryFn: () => answerOf(api.GET('/v1/programmes/{id}/rules', { params: { path: { id } } })),
  })

export const admittedQuery = (id: string) =>
  queryOptions({
    queryKey: ['programmes', id, 'merchants'],
    queryFn: () => answerOf(api.GET('/v1/programmes/{id}/merchants', { params: { path: { id } } })),
  })

export const roundsQuery = (id: string) =>
  queryOptions({
    queryKey: ['programmes', id, 'rounds'],
    queryFn: () =>
      everyPage((cursor) => {
        const query = { limit, ...(cursor && { cursor }) }
        return answerOf(api.GET('/v1/programmes/{id}/rounds', { params: { path: { id }, query } }))
      }),
  })

/** What each fund gave to the programme, and where it is. */
export const programmeMoneyQuery = (programme: string) =>
  queryOptions({
    queryKey: ['programmes', programme, 'money'],
    queryFn: () => answerOf(api.GET('/v1/budget', { params: { query: { by: 'fund', programme, ...afterOwnActs() } } })),
  })

/** Whether anybody may read of it, and what they read or would. */
export const publicityQuery = (programme: string) =>
  queryOptions({
    queryKey: ['programmes', programme, 'publicity'],
    queryFn: () => answerOf(api.GET('/v1/publicity', { params: { query: { programme, ...afterOwnActs() } } })),
  })

/** What the till would make of meals under these rules; nothing is recorded. */
export const rulesTrialQuery = (asked: BodyOf<'tryProgrammeRules'> | undefined) =>
  queryOptions({
    queryKey: ['rules-trial', asked],
    queryFn: () =>
      answerOf(
        api.POST('/v1/programme-rules-trials', {
          body: asked as BodyOf<'tryProgrammeRules'>,
          params: { header: { 'Idempotency-Key': newActKey() } },
        }),
      ),
    enabled: asked !== undefined,
    retry: false,
    placeholderData: keepPreviousData,
  })
