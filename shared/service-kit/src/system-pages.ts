import type { AppOptions } from './app.ts'
import { docsPaths, readDocsPage } from './docs-page.ts'
import type { Metrics } from './metrics.ts'
import { createOpenApiDocument } from './openapi.ts'
import { runChecks } from './readiness.ts'
import type { RouteAnswer } from './route.ts'
import { formatShanghai } from './shanghai-days.ts'

export interface SystemPage {
  readonly path: string
  answer(): Promise<RouteAnswer>
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
export function systemPages(options: AppOptions & { readonly metrics: Metrics }): readonly SystemPage[] {
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
