import { isFileBody, type Route } from '@welfare/http/route.ts'
import fc from 'fast-check'
import type { Request } from './api.ts'
import type { Operation } from './api-document.ts'
import type { KnownIds } from './one-of-everything.ts'
import { arbitraryOf, type Schema } from './schema-arbitrary.ts'

/** A request of a route, in parts: what it names stands in one of them. */
export interface Parts {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Where a request names something, and what. */
export interface Naming {
  readonly at: readonly (string | number)[]
  readonly value: string
  /** As in `KnownIds`; `division` for a division. */
  readonly kind: string
}

const ID = /^([a-z]+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}([.@]\d+)?$/
const SAMPLES = 300
/** Of things that are not there. */
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** Good requests to the route about things of `ids`: the plainest, and one for each parameter that may name something more. */
export function requestsAbout(operation: Operation, route: Route, known: KnownIds, division: string): Parts[] {
  const ids = { ...known, ...partsOfFund(operation, known) }
  const given = (place: 'path' | 'query') => operation.parameters.filter((parameter) => parameter.in === place)
  const pick = ({ name, schema }: { readonly name: string; readonly schema: Schema }) =>
    ownId(operation, name, schema, ids) ?? (name === 'division' ? division : sampleOf(schema, ids))
  const params = Object.fromEntries(given('path').map((parameter) => [parameter.name, pick(parameter)]))
  const required = given('query').filter((parameter) => parameter.required)
  const query = Object.fromEntries(required.map((parameter) => [parameter.name, pick(parameter)]))
  const body = bodyOf(operation, route, ids, division)
  const naming = given('query').filter(
    ({ name, schema }) =>
      !(name in query) && (ownId(operation, name, schema, ids) !== undefined || name === 'division'),
  )
  const more = naming.map((parameter) => ({
    params,
    query: { ...query, [parameter.name]: pick(parameter) },
    body,
  }))
  return [{ params, query, body }, ...more]
}

/** Donations, refunds, allocations and what a bank's paper says are all parts of a fund: here those that the operation is about. */
function partsOfFund({ operationId }: Operation, ids: KnownIds): KnownIds {
  if (operationId === 'correctRefund') return { 'fund.': ids.refund ?? [] }
  if (operationId === 'correctAllocation') return { 'fund.': ids.allocation ?? [] }
  if (operationId === 'correctBankEntry') return { fund: ids.ownFund ?? [], 'fund.': ids.bankEntry ?? [] }
  return {}
}

export function toRequest({ method, path }: Operation, route: Route, { params, query, body }: Parts): Request {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  return {
    method,
    path: search === '' ? filled : `${filled}?${search}`,
    ...(body !== undefined && { body }),
    headers: {
      ...(route.ifMatch === 'required' && { 'if-match': '"1"' }),
      ...(isFileBody(route.body) && { 'content-type': route.body.file[0] ?? '' }),
    },
  }
}

/** Everything that the request names; what is the same everywhere, kinds of goods, is left out. */
export function namingsOf(parts: Parts): Naming[] {
  const found: Naming[] = []
  const visit = (value: unknown, at: readonly (string | number)[]): void => {
    if (typeof value === 'string') {
      const kind = kindOf(value, at)
      if (kind) found.push({ at, value, kind })
    } else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...at, index])
    else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
      for (const [name, inner] of Object.entries(value)) visit(inner, [...at, name])
  }
  visit(parts, [])
  return found
}

function kindOf(value: string, at: readonly (string | number)[]): string | undefined {
  const name = at.findLast((step) => typeof step === 'string')
  if (name === 'division') return 'division'
  if (at[0] === 'params' && name === 'code') return 'voucher'
  const [, category, part] = ID.exec(value.split(',')[0] ?? '') ?? []
  // Money goes to any union's account: all are listed, as kinds of goods are.
  if (category === undefined || ['item', 'kit', 'bankaccount', 'payer'].includes(category)) return undefined
  return part === undefined ? category : `${category}.`
}

export function replaceAt(parts: Parts, [first, ...rest]: Naming['at'], by: string): Parts {
  return replaced(parts, first === undefined ? [] : [first, ...rest], by) as Parts
}

function replaced(value: unknown, [name, ...rest]: Naming['at'], by: string): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (index === name ? replaced(item, rest, by) : item))
  return { ...(value as object), [name]: replaced((value as Record<string, unknown>)[name], rest, by) }
}

/** Of which things `ids` are asked for. */
const listedBy: Readonly<Record<string, string>> = {
  ...{ listUnions: 'union', listEmployers: 'employer', listSites: 'site', listMerchants: 'merchant' },
}

/** Of the kind of thing that this parameter takes. */
function ownId(operation: Operation, name: string, schema: Schema, ids: KnownIds): string | undefined {
  if (name === 'code') return ids.voucher?.[0]
  if (name === 'receipt') return ids.receipt?.[0]
  if (name === 'token') return ids.token?.[0]
  if (name === 'device') return ids.device?.[0]
  if (name === 'attachment' && operation.path.startsWith('/v1/statements/')) return ids.scan?.[0]
  if (name === 'attachment' && operation.path.startsWith('/v1/bank-accounts/')) return ids.bankFile?.[0]
  if (operation.path.startsWith('/v1/rounds/{id}/objections/'))
    return name === 'objection' ? '1' : ids.objectedRound?.[0]
  if (name === 'after' || name === 'cursor') return undefined
  if (operation.path.startsWith('/v1/funds/{id}/transfer-')) return ids.transfer?.[0]?.split('.')[0]
  if (name === 'id' && operation.path.startsWith('/v1/funds/{id}/direct-payment-')) return ids.grant?.[0]?.split('.')[0]
  if (name === 'id' && operation.path.startsWith('/v1/proposals/')) return proposalOf(operation, ids)
  if (operation.path.startsWith('/v1/jobs/')) return ids.batch?.[0]
  if (name === 'ids') return ids[listedBy[operation.operationId] ?? 'worker']?.slice(0, 2).join(',')
  if (schema.pattern?.startsWith('^[a-z]+-[0-9a-f]')) return ids.fund?.[0]
  const [, category] = /^\^([a-z]+)-\[0-9a-f\]/.exec(schema.pattern ?? '') ?? []
  return category === undefined ? undefined : ids[schema.pattern?.includes('\\.') ? `${category}.` : category]?.[0]
}

/** In the area whose proposals the route is about. */
export function proposalOf({ path }: Operation, ids: KnownIds): string | undefined {
  const [, area] = /^\/v1\/proposals\/([a-z]+)/.exec(path) ?? []
  return ids[`proposals/${area}`]?.[0]
}

function bodyOf(operation: Operation, route: Route, ids: KnownIds, division: string): unknown {
  if (isFileBody(route.body)) return 'no spreadsheet'
  if (!operation.body || !route.body) return undefined
  const { body: schema } = route
  const samples = fc.sample(arbitraryOf(operation.body, ids), { numRuns: SAMPLES, seed: 11 })
  const good = samples
    .filter((body) => schema.safeParse(body).success && !JSON.stringify(body).includes(NOBODY))
    .map((body) => within(body, division))
  const fullest = good.toSorted(
    (a, b) => namesIn(b) - namesIn(a) || JSON.stringify(a).length - JSON.stringify(b).length,
  )
  if (fullest[0] === undefined) throw new Error(`no good body was found for ${operation.operationId}`)
  return withParts(fullest[0], ids)
}

/** Parts of a fund are of many kinds: where a field is called after one, it holds one of those. */
function withParts(body: unknown, ids: KnownIds): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const entries = Object.entries(body).map(([name, value]) => {
    const isPart =
      name === 'refund' ||
      name === 'allocation' ||
      name === 'grant' ||
      (name === 'transfer' && `${value}`.startsWith('fund-'))
    const part = isPart ? ids[name]?.[0] : undefined
    return [name, part ?? value]
  })
  return Object.fromEntries(entries)
}

/** The same with its own division wherever it says one. */
function within(body: unknown, division: string): unknown {
  const namings = namingsOf({ params: {}, query: {}, body }).filter(({ kind }) => kind === 'division')
  return namings.reduce((spoken: Parts, { at }) => replaceAt(spoken, at, division), { params: {}, query: {}, body })
    .body
}

function namesIn(body: unknown): number {
  return namingsOf({ params: {}, query: {}, body }).length
}

function sampleOf(schema: Schema, ids: KnownIds): string {
  return String(fc.sample(arbitraryOf(schema, ids), { numRuns: 1, seed: 3 })[0])
}
