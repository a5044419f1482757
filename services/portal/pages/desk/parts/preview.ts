import type { Schemas } from '../../common/api/client.ts'
import { answerOf } from '../../common/api/client.ts'

type Preview = Pick<Schemas['ActPreview'], 'moves' | 'needsApproval' | 'because'>

/** The answer of a request with `dryRun`. @throws as `answerOf` */
export async function previewOf(call: Parameters<typeof answerOf<object>>[0]): Promise<Preview> {
  const body = await answerOf(call)
  if (!('moves' in body)) throw new Error('a dry run was answered without what it would move')
  return body as Preview
}
