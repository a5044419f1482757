import { z } from 'zod'
import type { AuthorityTable } from './authority/authority.ts'
import { isFileBody, type Method, type Route } from './route.ts'

export function parameterNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
}

/** What is wrong with a table, as sentences for its author; empty when it can be served. */
export function faultsOf(routes: readonly Route[], authority: AuthorityTable): string[] {
  return [
    ...duplicatesOf(routes),
    ...routes.flatMap((route) => faultsOfRoute(route, authority).map((fault) => `${nameOf(route)}: ${fault}`)),
  ]
}

export function nameOf(route: { method: Method; path: string }): string {
  return `${route.method.toUpperCase()} ${route.path}`
}

function duplicatesOf(routes: readonly Route[]): string[] {
  const paths = routes.map((route) => nameOf({ method: route.method, path: route.path.replace(/\{\w+\}/g, '{}') }))
  const names = routes.map((route) => route.operationId)
  return [...repeated(paths), ...repeated(names)].map((name) => `${name} is there twice`)
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function faultsOfRoute(route: Route, authority: AuthorityTable): string[] {
  const named = parameterNames(route.path)
  const faults: string[] = []
  if (!/^(\/([a-z0-9.-]+|\{\w+\}))+$/.test(route.path)) faults.push('the path is not in the form /v1/things/{id}')
  if (named.length > 0 && !route.params) faults.push('its path has parameters, and no schema for them')
  if (route.params && !isObjectOf(route.params, named))
    faults.push(`params is not a strict object of ${named.join(', ')}`)
  if (route.query && !(route.query instanceof z.ZodObject)) faults.push('query is not an object')
  const roles = Object.hasOwn(authority, route.operationId) ? authority[route.operationId]?.roles : undefined
  if (roles === undefined) faults.push('the authority table has no row for it')
  else if (roles.length === 0) faults.push('nobody may call it')
  if (Object.keys(route.answers).length === 0) faults.push('it has no answer')
  if (route.method === 'get' && route.body) faults.push('a GET takes no body')
  for (const [part, schema] of [
    ['query', route.query],
    ['body', isFileBody(route.body) ? undefined : route.body],
  ] as const) {
    if (schema && hasLooseObject(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))) {
      faults.push(`${part} has an object that is not strict`)
    }
  }
  return faults
}

function isObjectOf(schema: z.ZodType, names: readonly string[]): boolean {
  if (!(schema instanceof z.ZodObject)) return false
  return Object.keys(schema.shape).sort().join() === [...names].sort().join()
}

function hasLooseObject(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if ('properties' in schema && (!('additionalProperties' in schema) || schema.additionalProperties !== false))
    return true
  return Object.values(schema).some(hasLooseObject)
}
