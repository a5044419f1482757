import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { allEmployersQuery } from '../parts/directory.queries.ts'
import type { Preview } from './row-remarks.ts'

/** What is said about a file beside the file itself. */
export interface FileChoices {
  readonly employer?: string
  readonly trade?: string
  readonly division?: string
  readonly sheet?: string
  readonly hidden?: 'include' | 'leave'
  readonly fillEmployers?: boolean
  readonly mode?: 'add' | 'replace'
  readonly leaverCredits?: 'run-on' | 'withdraw'
}

export interface SentRoster {
  readonly programme: string
  readonly file: File
  readonly choices: FileChoices
}

const UPLOADED = 'application/octet-stream'

/** The document's types call a file's bytes a string. */
const fileBody = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as File,
  headers: { 'content-type': UPLOADED },
})

/** What the file would do, row by row as its sheet has them. */
export async function previewRoster({ programme, file, choices }: SentRoster): Promise<Preview> {
  const answer = await answerOf(
    api.POST('/v1/programmes/{id}/roster', {
      params: {
        path: { id: programme },
        query: { ...choices, dryRun: true, cells: true },
        header: { 'Idempotency-Key': newActKey() },
      },
      ...fileBody(file),
    }),
  )
  return answer as Preview
}

export interface ConfirmedRoster extends SentRoster {
  /** `3,7-9`. */
  readonly confirmRows: string
  readonly acceptErrors: boolean
}

export async function importRoster(
  { programme, file, choices, confirmRows, acceptErrors }: ConfirmedRoster,
  key: string,
): Promise<Job> {
  const query = { ...choices, ...(confirmRows && { confirmRows }), ...(acceptErrors && { acceptErrors }) }
  const answer = await answerOf(
    api.POST('/v1/programmes/{id}/roster', {
      params: { path: { id: programme }, query, header: { 'Idempotency-Key': key } },
      ...fileBody(file),
    }),
  )
  return answer as Job
}

/** The same sheet with a red column that says what is wrong. */
export async function fetchErrorFile({ programme, file, choices }: SentRoster): Promise<Blob> {
  const { mode: _, leaverCredits: __, ...query } = choices
  const answer: unknown = await answerOf(
    api.POST('/v1/programmes/{id}/roster/error-file', {
      params: { path: { id: programme }, query, header: { 'Idempotency-Key': newActKey() } },
      ...fileBody(file),
      parseAs: 'blob',
    }),
  )
  if (!(answer instanceof Blob)) throw new Error('the error file came as something else than a file')
  return answer
}

export type Job = AnswerOf<'readJob'>

const ASKED_AGAIN_MS: Partial<Record<Job['status'], number>> = { running: 500, proposed: 10_000 }

/** Asked again until it ends; while it waits for an approver, too. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: () => answerOf(api.GET('/v1/jobs/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && ASKED_AGAIN_MS[state.data.status]) ?? false,
  })

export const importsQuery = (programme: string) =>
  queryOptions({
    queryKey: ['roster-imports', programme],
    queryFn: () => answerOf(api.GET('/v1/roster-imports', { params: { query: { programme, limit: 10 } } })),
  })

/** Who is on the roster, masked, a page after the other. */
export const rosterQuery = (programme: string) =>
  infiniteQueryOptions({
    queryKey: ['roster', programme],
    queryFn: ({ pageParam: cursor }) =>
      answerOf(api.GET('/v1/workers', { params: { query: { programme, limit: 1000, ...(cursor && { cursor }) } } })),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** Names of employers, by id. */
export const employersQuery = queryOptions({
  ...allEmployersQuery,
  select: (employers): ReadonlyMap<string, string> => new Map(employers.map(({ id, name }) => [id, name])),
  staleTime: 60_000,
})
