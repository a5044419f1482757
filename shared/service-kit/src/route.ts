import type { z } from 'zod'

/** Who asks. Until identity exists it comes from the `Welfare-Actor` header, read in `actor.ts` and nowhere else. */
export interface Actor {
  /** `officer`, `approver`, `merchant`, `auditor`, `administrator`. */
  readonly role: string
  /** A name for the account, never a person's real name. */
  readonly id: string
}

export interface RouteRequest<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly actor: Actor
  /** Set on every POST, PUT, PATCH and DELETE. Scoped: the kit has already combined it with actor, method and path into a uuid. */
  readonly commandId: string
  /** From `If-Match`, when it was given. */
  readonly ifVersion: number | undefined
  /** Aborts when the client goes away or the server drains. */
  readonly signal: AbortSignal
}

/** A plain answer; the kit writes status, ETag, `Welfare-Position` and body. */
export interface RouteAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Stream version, sent as `ETag: "<version>"`. */
  readonly version?: number
  /** Opaque token for `?after=`, sent as `Welfare-Position`. */
  readonly position?: string
}

/** One table of these mounts on express, makes the OpenAPI document, and is what guards and tests walk. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** OpenAPI form: `/v1/vouchers/{code}/redemptions`. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  /** Roles that may call it. */
  readonly roles: readonly string[]
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  /** JSON body's schema (strict object), or what a file upload takes. */
  readonly body?: z.ZodType | FileBody
  readonly ifMatch?: 'required' | 'optional'
  /** Schema of the answer's body per success status. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType; readonly contentType?: string }>>
  /** Codes of refusals that this route can give, with the HTTP status of each; listed in the OpenAPI document. */
  readonly refusals: Readonly<Record<string, number>>
  readonly handle: (request: RouteRequest<never, never, never>) => Promise<RouteAnswer>
}

export interface FileBody {
  readonly file: readonly string[]
  readonly maxBytes: number
}
