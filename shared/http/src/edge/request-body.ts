import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { MIMEType } from 'node:util'
import { httpLimits } from '@welfare/process/limits.ts'
import { parseWith } from '../authority/guards.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { type FileBody, isFileBody, type Route, type UploadedFile } from '../route.ts'
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

async function readFileBody(body: FileBody, request: InboundRequest): Promise<UploadedFile | Problem> {
  const type = contentTypeOf(request.headers)
  if (!type || !body.file.includes(type.essence)) return problem('content-type-unsupported', { supported: body.file })
  const bytes = await readBytes(request.stream, request.headers, body.maxBytes)
  return isProblem(bytes) ? bytes : { bytes, contentType: type.essence }
}

async function readJsonBody(route: Route, request: InboundRequest): Promise<{ parsed: unknown } | Problem> {
  if (!announcesBody(request.headers) && takesNothing(route)) return { parsed: undefined }
  const type = contentTypeOf(request.headers)
  const charset = type?.params.get('charset')?.toLowerCase() ?? 'utf-8'
  if (type?.essence !== 'application/json' || charset !== 'utf-8') {
    return problem('content-type-unsupported', { supported: ['application/json'] })
  }
  const bytes = await readBytes(request.stream, request.headers, httpLimits.jsonBodyBytes)
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

function readBytes(stream: Readable, headers: IncomingHttpHeaders, maxBytes: number): Promise<Buffer | Problem> {
  const tooLarge = problem('body-too-large', { maxBytes })
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    // Read and thrown away, so that a client that sends before it listens still gets the answer.
    stream.resume()
    return Promise.resolve(tooLarge)
  }
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
