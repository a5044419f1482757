import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { Metrics } from '@welfare/process/metrics.ts'
import { type ReadinessCheck, runChecks } from '@welfare/process/readiness.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'
import type { AuthorityTable } from '../authority/authority.ts'
import type { Route, RouteAnswer } from '../route.ts'
import { docsPaths, readDocsPage } from './docs-page.ts'
import { createOpenApiDocument } from './openapi.ts'

export interface SystemPage {
  readonly path: string
  answer(): Promise<RouteAnswer>
}

export interface SystemPagesOptions {
  readonly routes: readonly Route[]
  /** Who may call each of them. */
  readonly authority: AuthorityTable
  readonly clock: Clock
  readonly logger: Logger
  readonly ready: readonly ReadinessCheck[]
  /** Answered under `/version`, with the time of `clock`. */
  readonly version: { readonly name: string; readonly version: string } & JsonObject
  readonly metrics: Metrics
  /** Of what this process does not serve itself: the API's document, made from that of its own routes. */
  readonly describe?: (own: object) => object
}

/** Never a route's. */
export const systemPaths: readonly string[] = [
  '/livez',
  '/readyz',
  '/metrics',
  '/version',
  '/openapi.json',
  ...docsPaths,
]

/** What operators and programmers read of any service: health, metrics, version, the API's document and a page to browse it. */
export function systemPages(options: SystemPagesOptions): readonly SystemPage[] {
  const { authority, clock, logger, metrics, ready, routes, version } = options
  let own: object | undefined
  return [
    { path: '/livez', answer: async () => ({ status: 200, body: { alive: true } }) },
    {
      path: '/readyz',
      async answer() {
        const checked = await runChecks(ready, (name, error) =>
          logger.error({ check: name, err: error }, 'check-failed'),
        )
        return { status: checked.ready ? 200 : 503, body: checked }
      },
    },
    {
      path: '/metrics',
      answer: async () => ({
        status: 200,
        body: await metrics.registry.metrics(),
        contentType: metrics.registry.contentType,
      }),
    },
    { path: '/version', answer: async () => ({ status: 200, body: { ...version, now: formatShanghai(clock.now()) } }) },
    {
      path: '/openapi.json',
      async answer() {
        own ??= createOpenApiDocument(routes, authority, { title: version.name, version: version.version })
        return { status: 200, body: options.describe?.(own) ?? own }
      },
    },
    ...docsPaths.map((path) => ({ path, answer: () => readDocsPage(path) })),
  ]
}
