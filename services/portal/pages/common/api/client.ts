import createClient from 'openapi-fetch'
import { currentLanguage } from '../language.ts'
import { createWords } from '../words.ts'
import { LostNetworkError, type ProblemDocument, ProblemError } from './problem.ts'
import type { components, operations, paths } from './schema.d.ts'

/** Names of the schemas of the API's document. */
export type Schemas = components['schemas']

/** What `operationId` answers when all is well. */
export type AnswerOf<Id extends keyof operations> =
  operations[Id]['responses'] extends Record<string, never>
    ? never
    : {
        [Status in keyof operations[Id]['responses'] & (200 | 201 | 202)]: operations[Id]['responses'][Status] extends {
          content: { 'application/json': infer Body }
        }
          ? Body
          : never
      }[keyof operations[Id]['responses'] & (200 | 201 | 202)]

/** What `operationId` is sent. */
export type BodyOf<Id extends keyof operations> = operations[Id] extends {
  requestBody?: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** The API of this origin, typed by its own document. Wrap each call in `answerOf` or `answeredWith`. */
export const api = createClient<paths>({ credentials: 'same-origin' })

api.use({
  onRequest({ request }) {
    request.headers.set('accept-language', currentLanguage())
    return request
  },
})

interface Fetched<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/** The body of a good answer. @throws ProblemError what the ledger refuses; LostNetworkError where no answer came */
export async function answerOf<Data>(call: Promise<Fetched<Data>>): Promise<NonNullable<Data>> {
  const { body } = await answeredWith(call)
  return body
}

export interface Answered<Body> {
  readonly body: Body
  /** For `If-Match`. */
  readonly version: string | undefined
  /** For `after=`: what is read from there has seen this. */
  readonly position: string | undefined
}

/** The body with the version and the position that came with it. @throws as `answerOf` */
export async function answeredWith<Data>(call: Promise<Fetched<Data>>): Promise<Answered<NonNullable<Data>>> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new LostNetworkError(String(cause))
  })
  if (!response.ok) throw new ProblemError(problemOf(error, response))
  return {
    body: data as NonNullable<Data>,
    version: response.headers.get('etag') ?? undefined,
    position: response.headers.get('welfare-position') ?? undefined,
  }
}

const say = createWords('api', {
  zh: { noProblem: '账本没有正常答复，可能正在维护或网络设备出错。请稍后重试；仍不行，请把代码告诉管理员。' },
  en: {
    noProblem:
      'No regular answer came from the ledger: it may be under maintenance, or a device on the way failed. Try again later, or give the code to an administrator.',
  },
})

/** A proxy on the way may answer with something else than a problem. */
function problemOf(error: unknown, { status, statusText }: Response): ProblemDocument {
  if (typeof error === 'object' && error !== null && 'code' in error) return error as ProblemDocument
  return { type: 'about:blank', status, title: statusText, detail: say('noProblem'), code: `http-${status}` }
}
