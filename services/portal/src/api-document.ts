import { isDeepStrictEqual } from 'node:util'
import { role } from '@welfare/contracts/authority.ts'
import { type AuthorityEntry, authorityEntry } from '@welfare/http/authority/authority.routes.ts'
import { programmeRules, scopeRules } from '@welfare/http/authority/authority.ts'
import { compareTags } from '@welfare/http/documents/api-tags.ts'
import { z } from 'zod'

const operation = z.looseObject({
  operationId: z.string(),
  'x-roles': z.union([z.literal('public'), z.array(role)]),
  'x-scope': z.enum(scopeRules),
  'x-of-programmes': z.enum(programmeRules).optional(),
  'x-held-by-service': authorityEntry.shape.heldByService,
  'x-job-categories': z.array(z.string()).optional(),
})

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** As much of a service's OpenAPI document as the gateway goes by; all else is kept as it is. */
export const apiDocument = z.looseObject({
  tags: z.array(z.looseObject({ name: z.string() })).default([]),
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.json()).default({}) }),
})
export type ApiDocument = z.infer<typeof apiDocument>

export interface ApiOperation extends AuthorityEntry {
  /** Where several services have an operation at one place: the categories of the ids that this one knows. */
  readonly jobCategories: readonly string[] | undefined
}

export function operationsOf({ paths }: ApiDocument): readonly ApiOperation[] {
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, found]) => ({
      operationId: found.operationId,
      method: authorityEntry.shape.method.parse(method.toUpperCase()),
      path,
      roles: found['x-roles'],
      scope: found['x-scope'],
      ...(found['x-of-programmes'] && { ofProgrammes: found['x-of-programmes'] }),
      ...(found['x-held-by-service'] && { heldByService: found['x-held-by-service'] }),
      jobCategories: found['x-job-categories'],
    })),
  )
}

/** One document of several. Of an operation that several services share, the first's, with the categories of all. */
export function mergeDocuments(own: object, others: ReadonlyMap<string, ApiDocument>): object {
  const merged = apiDocument.parse(structuredClone(own))
  for (const [service, other] of others) {
    const { paths, components, tags } = withOwnNames(service, other, merged.components.schemas)
    for (const [path, byMethod] of Object.entries(paths)) merged.paths[path] = joinPath(merged.paths[path], byMethod)
    Object.assign(merged.components.schemas, components.schemas)
    merged.tags.push(...tags.filter(({ name }) => !merged.tags.some((known) => known.name === name)))
  }
  merged.tags.sort((a, b) => compareTags(a.name, b.name))
  return merged
}

type PathItem = ApiDocument['paths'][string]

function joinPath(known: PathItem = {}, more: PathItem): PathItem {
  const joined = { ...more, ...known }
  for (const method of methods) {
    const categories = [known[method], more[method]].flatMap((one) => one?.['x-job-categories'] ?? [])
    const one = joined[method]
    if (one && categories.length > 0) joined[method] = { ...one, 'x-job-categories': [...new Set(categories)].sort() }
  }
  return joined
}

/** Services of two versions may mean two things by one schema's name: then the later one's names say whose they are. */
function withOwnNames(service: string, document: ApiDocument, taken: Readonly<Record<string, unknown>>): ApiDocument {
  const { schemas } = document.components
  const isTold = (name: string) => Object.hasOwn(taken, name) && !isDeepStrictEqual(taken[name], schemas[name])
  if (!Object.keys(schemas).some(isTold)) return document
  const begin = '#/components/schemas/'
  const renamed = JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === '$ref' && String(value).startsWith(begin) ? String(value).replace(begin, `${begin}${service}.`) : value,
  )
  const own = apiDocument.parse(renamed)
  const named = Object.entries(own.components.schemas).map(([name, schema]) => [`${service}.${name}`, schema])
  return { ...own, components: { ...own.components, schemas: Object.fromEntries(named) } }
}
