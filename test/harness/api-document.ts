import type { Answer, Api } from './api.ts'
import type { Schema } from './schema-arbitrary.ts'

interface Parameter {
  readonly in: 'header' | 'path' | 'query'
  readonly name: string
  readonly required?: boolean
  readonly schema: Schema
}

export interface Operation {
  readonly method: string
  readonly path: string
  readonly operationId: string
  readonly parameters: readonly Parameter[]
  /** Of the JSON body; absent where none or a file is taken. */
  readonly body: Schema | undefined
  readonly takesFile: boolean
  /** Who may call it, and how far it lets them see, as the document says. */
  readonly roles: unknown
  readonly scope: unknown
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: ProblemSchema }>> }>
  >
}

interface ProblemSchema {
  readonly allOf?: readonly [unknown, { readonly properties: { readonly code: { readonly enum: readonly string[] } } }]
}

type Document = Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
interface OperationObject extends Pick<Operation, 'operationId' | 'responses'> {
  readonly parameters?: readonly Parameter[]
  readonly 'x-roles'?: unknown
  readonly 'x-scope'?: unknown
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** Every operation of `/openapi.json`, as an outside program finds them. */
export async function readOperations(api: Api): Promise<Operation[]> {
  const document = await api.get('/openapi.json')
  const { paths } = inlined(document) as { paths: Document }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses, ...more }]) => ({
      method: method.toUpperCase(),
      path,
      operationId,
      parameters,
      responses,
      body: requestBody?.content['application/json']?.schema,
      roles: more['x-roles'],
      scope: more['x-scope'],
      takesFile: requestBody !== undefined && requestBody.content['application/json'] === undefined,
    })),
  )
}

/** With every named schema where it is used; a JSON value, which mentions itself, is anything. */
function inlined(document: { readonly components: { readonly schemas: Readonly<Record<string, unknown>> } }): unknown {
  const { JsonValue: _, ...schemas } = document.components.schemas
  const inline = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inline)
    if (typeof value !== 'object' || value === null) return value
    const name = '$ref' in value && String(value.$ref).replace('#/components/schemas/', '')
    if (name && name !== 'JsonValue' && name !== 'Problem') return inline(schemas[name])
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inline(inner)]))
  }
  return inline(document)
}

/** What is wrong with an answer by the document, in words; undefined when nothing is. */
export function faultOf(operation: Operation, { status, body, headers }: Answer): string | undefined {
  const documented = operation.responses[status]
  if (!documented) return `status ${status} ${body?.code ?? ''} is not in the document`
  if (status < 400) return undefined
  const type = headers.get('content-type')?.split(';')[0]
  if (type !== 'application/problem+json') return `${status} is told as ${type}`
  if (body.status !== status || body.type !== `urn:welfare:problem:${body.code}`)
    return `not a problem: ${JSON.stringify(body)}`
  const codes = documented.content?.['application/problem+json']?.schema.allOf?.[1].properties.code.enum ?? []
  return codes.includes(body.code) ? undefined : `${status} ${body.code} is not in the document: ${codes.join(', ')}`
}
