import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isProblem, type Problem, problemContentType, problemDocument } from '../problem.ts'
import type { RouteAnswer, StreamedBody } from '../route.ts'
import type { InboundRequest } from './inbound-request.ts'
import { preferredLanguage } from './preferred-language.ts'

/** Writes the answer. Resolves when it was sent or the client is gone; rejects when a streamed body fails half-way. */
export async function writeReply(
  response: ServerResponse,
  request: InboundRequest,
  answer: RouteAnswer | Problem,
): Promise<void> {
  if (isProblem(answer)) writeProblem(response, request, answer)
  else if (isNotModified(request, answer)) writeNotModified(response, answer)
  else await writeAnswer(response, request, answer)
}

/** Of an answer whose body nobody reads: what it holds open would stay so. */
export function closeUnread(answer: RouteAnswer | Problem): void {
  if (!isProblem(answer) && answer.body instanceof Readable) answer.body.destroy()
}

function writeProblem(response: ServerResponse, request: InboundRequest, given: Problem): void {
  if (given.retryAfterS !== undefined) response.setHeader('retry-after', given.retryAfterS)
  setHeaders(response, given.headers)
  const language = preferredLanguage(request.headers['accept-language'])
  response.setHeader('content-language', language)
  response.setHeader('vary', 'Accept-Language')
  end(response, given.status, problemContentType, JSON.stringify(problemDocument(given, request.requestId, language)))
}

function isNotModified(request: InboundRequest, answer: RouteAnswer): boolean {
  const known = request.headers['if-none-match']
  if (known === undefined || answer.version === undefined || isKeptNowhere(answer)) return false
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${answer.version}"`)
}

/** What it says rests on more than its version. */
function isKeptNowhere({ headers = {} }: RouteAnswer): boolean {
  return headers['cache-control']?.includes('no-store') ?? false
}

function writeNotModified(response: ServerResponse, answer: RouteAnswer): void {
  closeUnread(answer)
  setAnswerHeaders(response, answer)
  response.writeHead(304).end()
}

async function writeAnswer(response: ServerResponse, request: InboundRequest, answer: RouteAnswer): Promise<void> {
  setAnswerHeaders(response, answer)
  const { body, contentType, status } = answer
  if (contentType === undefined) {
    if (body === undefined) response.writeHead(status).end()
    else end(response, status, 'application/json', JSON.stringify(body))
  } else if (typeof body === 'string' || body instanceof Uint8Array) {
    end(response, status, contentType, body)
  } else if (isStreamed(body)) {
    response.writeHead(status, { 'content-type': contentType })
    if (request.method === 'HEAD') {
      closeUnread(answer)
      response.end()
    } else await pipeline(body instanceof Readable ? body : Readable.from(body), response)
  } else {
    throw new TypeError(`A body of ${contentType} is text, bytes or a stream of them`)
  }
}

function isStreamed(body: unknown): body is StreamedBody {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

function setAnswerHeaders(response: ServerResponse, answer: RouteAnswer): void {
  if (answer.version !== undefined) {
    response.setHeader('etag', `"${answer.version}"`)
    response.setHeader('cache-control', 'private, no-cache')
    response.setHeader('vary', 'Authorization, Cookie')
  }
  if (answer.position !== undefined) response.setHeader('welfare-position', answer.position)
  setHeaders(response, answer.headers)
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

function end(response: ServerResponse, status: number, contentType: string, body: string | Uint8Array): void {
  response.setHeader('content-type', contentType)
  response.setHeader('content-length', Buffer.byteLength(body))
  response.writeHead(status).end(body)
}
