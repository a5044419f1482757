import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { MIMEType } from 'node:util'
import { httpLimits } from '@welfare/process/limits.ts'
import { parseWith } from '../authority/guards.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import {
  BodyBrokenOffError,
  type FileBody,
  isFileBody,
  type Route,
  type UploadedFile,
  type UploadedStream,
} from '../route.ts'
import { parseExactJson } from './exact-json.ts'
import type { InboundRequest } from './inbound-request.ts'

/** The body as the route wants it. Reads no further than the route's limit. */
export async function readBody(route: Route, request: InboundRequest): Promise<{ parsed: unknown } | Problem> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return problem('content-encoding-unsupported')
  if (isFileBody(route.body)) {
    const file = await readFileBody(route.body, request)
    return isProblem(file) ? file : { parsed: file }
  }
  return await readJsonBody(route, request)
}

async function readFileBody(body: FileBody, request: InboundRequest): Promise<UploadedFile | UploadedStream | Problem> {
  const type = contentTypeOf(request.headers)
  if (!type || !body.file.includes(type.essence)) return problem('content-type-unsupported', { supported: body.file })
  if (body.isStreamed) {
    const isTooLarge = announcesMore(request, body.maxBytes)
    return isTooLarge ?? { pieces: () => readPieces(request.stream, body.maxBytes), contentType: type.essence }
  }
  const bytes = await readBytes(request, body.maxBytes)
  return isProblem(bytes) ? bytes : { bytes, contentType: type.essence }
}

async function readJsonBody(route: Route, request: InboundRequest): Promise<{ parsed: unknown } | Problem> {
  if (!announcesBody(request.headers) && takesNothing(route)) return { parsed: undefined }
  const type = contentTypeOf(request.headers)
  const charset = type?.params.get('charset')?.toLowerCase() ?? 'utf-8'
  if (type?.essence !== 'application/json' || charset !== 'utf-8') {
    return problem('content-type-unsupported', { supported: ['application/json'] })
  }
  const bytes = await readBytes(request, httpLimits.jsonBodyBytes)
  if (isProblem(bytes)) return bytes
  const json = parseExactJson(bytes)
  if (isProblem(json)) return json
  if (route.body && !isFileBody(route.body)) return parseWith(route.body, json.value, 'body-invalid')
  return isEmptyObject(json.value) ? { parsed: undefined } : problem('body-invalid', { issues: [nothingTaken] })
}

/** A route without a body, or with one that may be left out. */
function takesNothing({ body }: Route): boolean {
  return body === undefined || (!isFileBody(body) && body.safeParse(undefined).success)
}

const nothingTaken = { path: '', code: 'body-not-taken' }

function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
}

function contentTypeOf(headers: IncomingHttpHeaders): MIMEType | undefined {
  try {
    return new MIMEType(headers['content-type'] ?? '')
  } catch {
    return undefined
  }
}

/** @returns the refusal of a body that says itself that it is too large */
function announcesMore({ stream, headers }: InboundRequest, maxBytes: number): Problem | undefined {
  if (Number(headers['content-length'] ?? 0) <= maxBytes) return undefined
  // Read and thrown away, so that a client that sends before it listens still gets the answer.
  stream.resume()
  return problem('body-too-large', { maxBytes })
}

/** What is not read to its end is thrown away, for the same reason. */
async function* readPieces(stream: Readable, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      size += piece.length
      if (size > maxBytes) throw new BodyBrokenOffError(problem('body-too-large', { maxBytes }))
      yield piece
    }
  } catch (error) {
    throw error instanceof BodyBrokenOffError ? error : new BodyBrokenOffError(problem('client-gone'))
  } finally {
    stream.resume()
  }
}

function readBytes(request: InboundRequest, maxBytes: number): Promise<Buffer | Problem> {
  const isTooLarge = announcesMore(request, maxBytes)
  if (isTooLarge) return Promise.resolve(isTooLarge)
  const { stream } = request
  const tooLarge = problem('body-too-large', { maxBytes })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else {
        chunks.length = 0
        resolve(tooLarge)
      }
    })
    stream.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    stream.on('error', () => resolve(problem('client-gone')))
    stream.on('close', () => resolve(problem('client-gone')))
  })
}
