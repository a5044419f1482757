import { jobSchema } from '@welfare/http/jobs.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { Bundles } from './bundles.ts'

const bundleParams = z.strictObject({
  id: z.string().regex(/^bundle-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
})

export function createBundleRoutes(bundles: Bundles): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/bundles',
      operationId: 'orderBundle',
      summary:
        'Orders a bundle: events, tree, signed checkpoints, journal and reports, for who verifies without the ledger',
      tag: 'transparency-log',
      body: z.strictObject({}),
      answers: {
        202: { description: 'The job; one that is being made already is answered instead', schema: jobSchema },
      },
      refusals: {},
      async handle({ commandId, actor }) {
        const job = await bundles.order(`bundle-${commandId}`, actor)
        return { status: 202, body: job, headers: { Location: `/v1/jobs/${job.id}` } }
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/bundles/{id}',
      operationId: 'breakOffBundle',
      summary: 'Breaks off a bundle that is being made; one that is ready stays',
      tag: 'transparency-log',
      params: bundleParams,
      answers: { 200: { description: 'The job as it is now: refused as `bundle-broken-off`', schema: jobSchema } },
      refusals: { 'bundle-unknown': 404 },
      async handle({ params: { id } }) {
        const job = await bundles.breakOff(id)
        return job ? { status: 200, body: job } : { code: 'bundle-unknown', status: 404, facts: {} }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/bundles/{id}',
      operationId: 'downloadBundle',
      summary: 'Takes a bundle away as one ZIP archive, for a day, or until two newer ones were made',
      tag: 'transparency-log',
      params: bundleParams,
      answers: { 200: { description: 'The files of the bundle', contentType: 'application/zip' } },
      refusals: { 'bundle-unknown': 404 },
      handle({ params: { id } }) {
        const body = bundles.open(id)
        if (!body) return { code: 'bundle-unknown', status: 404, facts: {} }
        return {
          status: 200,
          body,
          contentType: 'application/zip',
          headers: { 'content-disposition': `attachment; filename="${id}.zip"` },
        }
      },
    }),
  ]
}
