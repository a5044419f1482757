import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Role, Scope } from '@welfare/contracts/authority.ts'
import type { z } from 'zod'
import type { Problem } from './problem.ts'

/** Who asks: an account, as the authenticator knows it. */
export interface Actor {
  /** `anonymous` on public routes alone, where it is not asked who calls: it has no role, and may nothing that a role may. */
  readonly role: Role | 'anonymous'
  /** In events, where it is not `<role>/<id>`: `operator/<system user>`, who has the machine and the files on it. */
  readonly recordedAs?: string
  /** The account's sign-in name, never a person's real name. */
  readonly id: string
  /** Where its role holds. */
  readonly scope: Scope
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown, Key = unknown, Version = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly actor: Actor
  /**
   * A uuid made of actor, method, concrete path and `Idempotency-Key`: the same request sent again has the same one.
   * On POST, PUT, PATCH and DELETE; undefined on GET.
   */
  readonly commandId: Key
  /** From `If-Match`, when it was given; always there where the route requires it. */
  readonly ifVersion: Version
  readonly headers: IncomingHttpHeaders
  /** Tells apart the devices of one account, for limits; undefined where it cannot be told. */
  readonly credential?: string | undefined
  /** Where the client is, for limits: its IP address, as far as it can be told. */
  readonly address: string
  readonly requestId: string
  /** W3C trace id of the caller, 32 hex digits, when it sent one. */
  readonly traceId: string | undefined
  /** Aborts when the client goes away or the server's time to drain is over. */
  readonly signal: AbortSignal
}

/** A plain answer; the kit writes status, ETag, `Welfare-Position` and body. */
export interface RouteAnswer {
  readonly status: number
  /** JSON by default. With `contentType`: text, bytes, or a stream of them, sent as they are. */
  readonly body?: unknown
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Stream version, sent as `ETag: "<version>"`. */
  readonly version?: number
  /** Opaque token for `?after=`, sent as `Welfare-Position`. */
  readonly position?: string | undefined
}

/** Header fields of an answer that rests on more than its version (the clock, other streams), or shows a person: it is kept nowhere. */
export const notKept = { 'cache-control': 'no-store' } as const

/** What a streamed answer is made of; given with `contentType`. */
export type StreamedBody = Readable | AsyncIterable<string | Uint8Array>

export interface FileBody {
  /** Content types taken, in lower case and without parameters. */
  readonly file: readonly string[]
  readonly maxBytes: number
  /** Handed on as it comes in, and never held in memory as a whole. */
  readonly isStreamed?: true
}

/** The file that a route with a `FileBody` receives. */
export interface UploadedFile {
  readonly bytes: Buffer
  readonly contentType: string
}

/** The same where it is streamed: read once, by the handler. */
export interface UploadedStream {
  /** @throws BodyBrokenOffError within, when it is longer than the route takes or the client is gone: the request's answer */
  pieces(): AsyncIterable<Uint8Array>
  readonly contentType: string
}

/** The body ended before its end; what the request is answered with. */
export class BodyBrokenOffError extends Error {
  override readonly name = 'BodyBrokenOffError'
  readonly problem: Problem

  constructor(given: Problem) {
    super(given.code)
    this.problem = given
  }
}

export interface AnswerShape {
  readonly description: string
  readonly schema?: z.ZodType
  readonly contentType?: string
}

/**
 * One table of these is what requests are matched with, makes the OpenAPI document, and is what guards and tests walk. Made by `defineRoute`. Who may call it stands
 * in the authority table, under its `operationId`.
 */
export interface Route {
  readonly method: Method
  /** OpenAPI form: `/v1/vouchers/{code}/redemptions`. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  readonly params?: z.ZodType
  /** Strict object, from strings; a parameter given twice arrives as an array. Without it no parameter is taken. */
  readonly query?: z.ZodType
  /** JSON body's schema (strict objects all the way down), or what a file upload takes. */
  readonly body?: z.ZodType | FileBody
  readonly ifMatch?: 'required' | 'optional'
  /** Schema of the answer's body per success status. */
  readonly answers: Readonly<Record<number, AnswerShape>>
  /** Codes of refusals that this route can give, with the HTTP status of each; listed in the OpenAPI document. */
  readonly refusals: Readonly<Record<string, number>>
  /** Where several services have a route at one place: the categories of the ids that this one knows. */
  readonly jobCategories?: readonly string[]
  handle(request: RouteRequest): Promise<RouteAnswer | Problem> | RouteAnswer | Problem
}

type ParsedBy<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type BodyOf<Schema> = Schema extends { readonly isStreamed: true }
  ? UploadedStream
  : Schema extends FileBody
    ? UploadedFile
    : ParsedBy<Schema>
type KeyOf<GivenMethod extends Method> = GivenMethod extends 'get' ? undefined : string
type VersionOf<IfMatch> = IfMatch extends 'required' ? number : number | undefined

/** A route whose `handle` receives what its own schemas make of the request. */
export interface RouteDefinition<
  GivenMethod extends Method,
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | FileBody | undefined,
  IfMatch extends 'required' | 'optional' | undefined,
> extends Omit<Route, 'method' | 'params' | 'query' | 'body' | 'ifMatch' | 'handle'> {
  readonly method: GivenMethod
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly ifMatch?: IfMatch
  handle(
    request: RouteRequest<ParsedBy<Params>, ParsedBy<Query>, BodyOf<Body>, KeyOf<GivenMethod>, VersionOf<IfMatch>>,
  ): Promise<RouteAnswer | Problem> | RouteAnswer | Problem
}

export function defineRoute<
  const GivenMethod extends Method,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | FileBody | undefined = undefined,
  const IfMatch extends 'required' | 'optional' | undefined = undefined,
>(route: RouteDefinition<GivenMethod, Params, Query, Body, IfMatch>): Route {
  const { params, query, body, ifMatch, ...rest } = route
  return {
    ...rest,
    handle: route.handle,
    ...(params && { params }),
    ...(query && { query }),
    ...(body && { body }),
    ...(ifMatch && { ifMatch }),
  }
}

export function isFileBody(body: z.ZodType | FileBody | undefined): body is FileBody {
  return body !== undefined && 'file' in body
}
