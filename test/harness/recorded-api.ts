import { randomUUID } from 'node:crypto'
import type { Answer, Api, Request } from './api.ts'

export interface RecordedApi extends Api {
  /** Every write that succeeded, with its answer. */
  readonly accepted: readonly { readonly request: Request; readonly answer: Answer }[]
}

/** Keeps what was sent, so that it can be sent again. */
export function recordAccepted(api: Api): RecordedApi {
  const accepted: { request: Request; answer: Answer }[] = []
  const send = async (given: Request): Promise<Answer> => {
    const request = { ...given, key: given.key ?? randomUUID() }
    const answer = await api.send(request)
    if (request.method !== 'GET' && answer.status < 300) accepted.push({ request, answer })
    return answer
  }
  return {
    ...api,
    accepted,
    send,
    async post(path, body, { key, actor } = {}) {
      const answer = await send({ method: 'POST', path, body, key, actor })
      if (answer.status >= 400) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
  }
}
