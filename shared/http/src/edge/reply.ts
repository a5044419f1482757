import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import helmet from 'helmet'
import { isProblem, type Problem, problemContentType, problemDocument } from '../problem.ts'
import type { RouteAnswer, StreamedBody } from '../route.ts'
import type { Exchange } from './exchange.ts'
import type { InboundRequest } from './inbound-request.ts'
import { preferredLanguage } from './preferred-language.ts'

type HeaderFields = Readonly<Record<string, string | number | string[]>>

/** On every answer, if it says nothing else; the same ones for all, so that they are made once. */
const everyAnswer: HeaderFields = { ...secureFields(), 'cache-control': 'no-store' }

function secureFields(): HeaderFields {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const secure = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  })
  secure(response.req, response, () => {})
  return Object.fromEntries(
    Object.entries(response.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Writes the answer. Resolves when it was sent or the client is gone; rejects when a streamed body fails half-way. */
export async function writeReply(
  response: ServerResponse,
  request: InboundRequest,
  answer: RouteAnswer | Problem,
): Promise<void> {
  if (isProblem(answer)) writeProblem(response, request, answer)
  else if (isNotModified(request, answer)) writeNotModified(response, request, answer)
  else await writeAnswer(response, request, answer)
}

/** What somebody else answers has the same fields, where it does not say otherwise. */
export function beginForwarded({ response, inbound }: Exchange): void {
  for (const [name, value] of Object.entries(everyAnswer)) response.setHeader(name, value)
  response.setHeader('x-request-id', inbound.requestId)
}

/** Of an answer whose body nobody reads: what it holds open would stay so. */
export function closeUnread(answer: RouteAnswer | Problem): void {
  if (!isProblem(answer) && answer.body instanceof Readable) answer.body.destroy()
}

function writeProblem(response: ServerResponse, request: InboundRequest, given: Problem): void {
  const language = preferredLanguage(request.headers['accept-language'])
  const fields = {
    ...everyAnswer,
    'x-request-id': request.requestId,
    ...(given.retryAfterS !== undefined && { 'retry-after': given.retryAfterS }),
    ...given.headers,
    'content-language': language,
    vary: 'Accept-Language',
  }
  const body = JSON.stringify(problemDocument(given, request.requestId, language))
  end(response, given.status, fields, problemContentType, body)
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

function writeNotModified(response: ServerResponse, request: InboundRequest, answer: RouteAnswer): void {
  closeUnread(answer)
  response.writeHead(304, fieldsOf(request, answer)).end()
}

async function writeAnswer(response: ServerResponse, request: InboundRequest, answer: RouteAnswer): Promise<void> {
  const { body, contentType, status } = answer
  const fields = fieldsOf(request, answer)
  if (contentType === undefined) {
    if (body === undefined) response.writeHead(status, fields).end()
    else end(response, status, fields, 'application/json', JSON.stringify(body))
  } else if (typeof body === 'string' || body instanceof Uint8Array) {
    end(response, status, fields, contentType, body)
  } else if (isStreamed(body)) {
    response.writeHead(status, { ...fields, 'content-type': contentType })
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

function fieldsOf({ requestId }: InboundRequest, { version, position, headers }: RouteAnswer): HeaderFields {
  return {
    ...everyAnswer,
    'x-request-id': requestId,
    ...(version !== undefined && {
      ...{ etag: `"${version}"`, 'cache-control': 'private, no-cache', vary: 'Authorization, Cookie' },
    }),
    ...(position !== undefined && { 'welfare-position': position }),
    ...headers,
  }
}

function end(
  response: ServerResponse,
  status: number,
  fields: HeaderFields,
  contentType: string,
  body: string | Uint8Array,
): void {
  const length = Buffer.byteLength(body)
  response.writeHead(status, { ...fields, 'content-type': contentType, 'content-length': length }).end(body)
}
