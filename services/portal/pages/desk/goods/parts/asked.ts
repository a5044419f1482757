import { answerOf } from '../../../common/api/client.ts'
import { previewOf } from '../../parts/preview.ts'

interface Given {
  readonly query: { readonly dryRun?: boolean }
  readonly header: { readonly 'Idempotency-Key': string }
}

/** Of one request both its preview and the act itself. */
export function asked<Body>(ask: (body: Body, given: Given) => Parameters<typeof answerOf<object>>[0]) {
  const header = (key: string) => ({ 'Idempotency-Key': key })
  return {
    preview: (body: Body, key: string) => previewOf(ask(body, { query: { dryRun: true }, header: header(key) })),
    send: (body: Body, key: string) => answerOf(ask(body, { query: {}, header: header(key) })),
  }
}
