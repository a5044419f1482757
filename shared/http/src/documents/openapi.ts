import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi'
import { type AuthorityRow, type AuthorityTable, rowOf } from '../authority/authority.ts'
import { type KitProblemCode, kitProblems, problemContentType } from '../problem.ts'
import { isFileBody, type Route } from '../route.ts'
import { apiDescription, compareTags, toTag } from './api-tags.ts'
import { bodyExampleOf } from './body-examples.ts'

export interface ApiInfo {
  readonly title: string
  readonly version: string
}

/** The OpenAPI 3.1 document, from the same table and the same schemas that serve and validate. */
export function createOpenApiDocument(routes: readonly Route[], authority: AuthorityTable, info: ApiInfo): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const route of routes.toSorted((a, b) => compareTags(a.tag, b.tag))) {
    const path = paths[route.path] ?? {}
    path[route.method] = operationOf(route, rowOf(authority, route.operationId))
    paths[route.path] = path
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: { ...info, description: apiDescription, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: [...new Set(routes.map((route) => route.tag))].sort(compareTags).map(toTag),
    paths,
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  })
  withoutOptionalExamples(document)
  return withJsonValue(document)
}

/** Schemas that mention themselves are named by their order: here it is always any JSON value. */
function withJsonValue(document: object): object {
  const text = JSON.stringify(document).replace(/__schema\d+/g, 'JsonValue')
  return JSON.parse(text)
}

/** A page that tries a route sends every example: of a parameter that can be left out it would ask about something that is not there. */
function withoutOptionalExamples({ paths = {} }: ReturnType<typeof createDocument>): void {
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  const parameters = operations.flatMap((operation) =>
    typeof operation === 'object' && 'parameters' in operation ? (operation.parameters ?? []) : [],
  )
  for (const parameter of parameters) {
    if (!('in' in parameter) || parameter.in !== 'query' || parameter.required) continue
    delete parameter.example
    if (parameter.schema && !('$ref' in parameter.schema)) delete parameter.schema.example
  }
}

const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'A URN that ends in the code' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'What programs decide by' }),
    detail: z.string().optional().meta({
      description:
        'What happened, why, and the way out; in the language of `Accept-Language`: zh or en. All of them: /docs/problems',
    }),
    instance: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. The facts of the refusal stand beside these members.' })

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,200}$/)
  .meta({
    description:
      'Chosen by the client for one intent; the same request with the same key is answered as the first time.',
  })

const ifMatch = z
  .string()
  .regex(/^"\d{1,15}"$/)
  .meta({ description: 'The version that the change is meant for, from `ETag`.', example: '"3"' })

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'A token of an account, shown once when it is issued' },
  session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Set by signing in' },
} as const

function operationOf(route: Route, row: AuthorityRow): ZodOpenApiOperationObject {
  const needsKey = route.method !== 'get' && row.roles !== 'public'
  const header = z.object({
    ...(needsKey && { 'Idempotency-Key': idempotencyKey }),
    ...(route.ifMatch && { 'If-Match': route.ifMatch === 'required' ? ifMatch : ifMatch.optional() }),
  })
  const body = requestBodyOf(route)
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    security: row.roles === 'public' ? [] : [{ token: [] }, { session: [] }],
    ...(row.roles !== 'public' && { description: `For ${row.roles.join(', ')}.` }),
    'x-roles': row.roles,
    'x-scope': row.scope,
    ...(row.ofProgrammes && { 'x-of-programmes': row.ofProgrammes }),
    ...(row.heldByService && { 'x-held-by-service': row.heldByService }),
    ...(route.jobCategories && { 'x-job-categories': [...route.jobCategories] }),
    requestParams: {
      header,
      ...(route.params instanceof z.ZodObject && { path: route.params }),
      ...(route.query instanceof z.ZodObject && { query: route.query }),
    },
    ...(body && { requestBody: body }),
    responses: { ...answersOf(route), ...problemsOf(route, row) },
  }
}

function requestBodyOf(route: Route): ZodOpenApiOperationObject['requestBody'] {
  if (!route.body) return undefined
  if (!isFileBody(route.body)) {
    const required = !route.body.safeParse(undefined).success
    const example = bodyExampleOf(route.operationId)
    const schema = named(route.body, `${titleOf(route.operationId)}Body`)
    return { required, content: { 'application/json': { schema, ...(example && { example }) } } }
  }
  const schema = { type: 'string', format: 'binary', maxLength: route.body.maxBytes } as const
  return { required: true, content: Object.fromEntries(route.body.file.map((type) => [type, { schema }])) }
}

/** Under which the document's components have it; what is nothing but a record of texts stays where it is. */
function named(schema: z.ZodType, id: string): z.ZodType {
  return schema instanceof z.ZodObject && schema.meta()?.id === undefined ? schema.meta({ id }) : schema
}

function titleOf(operationId: string): string {
  return operationId.charAt(0).toUpperCase() + operationId.slice(1)
}

const answerHeaders = {
  ETag: { description: 'Version of the stream, for `If-Match`', schema: { type: 'string' } },
  'Welfare-Position': { description: 'Where the write stands, for `after`', schema: { type: 'string' } },
  'X-Request-Id': { description: 'For the log', schema: { type: 'string' } },
} as const

function answersOf(route: Route): ZodOpenApiResponsesObject {
  const answers: ZodOpenApiResponsesObject = {}
  const isOnly = Object.keys(route.answers).filter((status) => status !== '202').length === 1
  const suffixOf = (status: string) => (isOnly && status !== '202' ? '' : status)
  for (const [status, shape] of Object.entries(route.answers)) {
    const type = shape.contentType ?? 'application/json'
    const hasBody = shape.schema !== undefined || shape.contentType !== undefined
    answers[status as `${1 | 2 | 3 | 4 | 5}${string}`] = {
      description: shape.description,
      headers: answerHeaders,
      ...(hasBody && {
        content: {
          [type]: {
            schema: shape.schema
              ? named(shape.schema, `${titleOf(route.operationId)}Answer${suffixOf(status)}`)
              : { type: 'string' },
          },
        },
      }),
    }
  }
  return answers
}

function problemsOf(route: Route, row: AuthorityRow): ZodOpenApiResponsesObject {
  const codesByStatus = new Map<number, Set<string>>()
  const declared: [string, number][] = [...Object.entries(route.refusals), ...kitCodesOf(route, row).map(withStatus)]
  for (const [code, status] of declared) {
    codesByStatus.set(status, (codesByStatus.get(status) ?? new Set()).add(code))
  }
  const responses: ZodOpenApiResponsesObject = {}
  for (const [status, codes] of codesByStatus) {
    const names = [...codes].sort()
    responses[String(status) as `${1 | 2 | 3 | 4 | 5}${string}`] = {
      description: names.join(', '),
      content: { [problemContentType]: { schema: problemWith(names) } },
    }
  }
  return responses
}

function problemWith(codes: readonly string[]) {
  return {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: [...codes] } } }],
  }
}

function withStatus(code: KitProblemCode): [string, number] {
  return [code, kitProblems[code]]
}

const everywhere: readonly KitProblemCode[] = [
  'request-malformed',
  'query-malformed',
  'query-invalid',
  'if-match-malformed',
  'url-too-long',
  'host-not-allowed',
  'headers-too-large',
  'request-too-slow',
  'internal-error',
  'overloaded',
  'shutting-down',
  'service-unavailable',
]
const ofSignedIn: readonly KitProblemCode[] = [
  'sign-in-required',
  'credentials-invalid',
  'role-not-allowed',
  'token-only-reads',
  'division-unknown',
  'not-found',
]
const ofWrites: readonly KitProblemCode[] = [
  'idempotency-key-missing',
  'idempotency-key-malformed',
  'idempotency-key-reused',
  'outcome-unknown',
  'content-encoding-unsupported',
  'content-type-unsupported',
  'body-too-large',
  'body-invalid',
]
const ofJson: readonly KitProblemCode[] = [
  'body-malformed',
  'body-too-deep',
  'key-repeated',
  'number-not-exact',
  'text-malformed',
]
/** What a query parameter of this name can meet. */
const ofQuery: Readonly<Record<string, readonly KitProblemCode[]>> = {
  after: ['position-malformed', 'after-not-reached'],
  cursor: ['cursor-malformed'],
}

/** The kit's codes that this route can meet. */
function kitCodesOf(route: Route, row: AuthorityRow): KitProblemCode[] {
  const isWrite = route.method !== 'get'
  const asked = route.query instanceof z.ZodObject ? Object.keys(route.query.shape) : []
  return [
    ...everywhere,
    ...(row.roles === 'public' ? [] : ofSignedIn),
    ...(row.scope === 'whole-ledger' ? (['scope-too-small'] as const) : []),
    ...(takesGuesses(route, row) ? (['too-many-attempts'] as const) : []),
    ...(isWrite && row.roles !== 'public' ? (['cross-origin'] as const) : []),
    ...(isWrite ? ofWrites : []),
    ...asked.flatMap((name) => (Object.hasOwn(ofQuery, name) ? (ofQuery[name] ?? []) : [])),
    ...(isWrite && !isFileBody(route.body) ? ofJson : []),
    ...(route.params ? (['path-malformed', 'path-invalid', 'not-found'] as const) : []),
    ...(isWrite ? (['already-exists', 'version-mismatch'] as const) : []),
    ...(route.ifMatch === 'required' ? (['if-match-required'] as const) : []),
  ]
}

/** Where a password, a one-time code or a voucher's code can be tried. */
function takesGuesses(route: Route, row: AuthorityRow): boolean {
  return row.scope === 'voucher' || (route.method !== 'get' && (row.roles === 'public' || row.scope === 'own'))
}
