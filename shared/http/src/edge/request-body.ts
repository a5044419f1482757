import type { IncomingHttpHeaders } from 'node:http'
import { MIMEType } from 'node:util'
import { httpLimits } from '@welfare/process/limits.ts'
import type { z } from 'zod'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { InboundRequest } from './inbound-request.ts'

/**
 * JSON; undefined where there is none and none is wanted. Reads no further than the limit.
 * @param wanted undefined where the route takes no body
 */
export async function readJsonBody(
  request: InboundRequest,
  wanted: z.ZodType | undefined,
): Promise<{ readonly value: unknown } | undefined | Problem> {
  const { headers } = request
  if (!announcesBody(headers) && (wanted === undefined || wanted.safeParse(undefined).success)) return undefined
  if (!isJson(headers['content-type'])) {
    return problem('content-type-unsupported', { supported: ['application/json'] })
  }
  const bytes = await readBytes(request, httpLimits.jsonBodyBytes)
  return isProblem(bytes) ? bytes : parseExactJson(bytes)
}

function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function isJson(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true
  const type = contentTypeOf(contentType)
  return type?.essence === 'application/json' && (type.params.get('charset')?.toLowerCase() ?? 'utf-8') === 'utf-8'
}

export function contentTypeOf(contentType: string | undefined): MIMEType | undefined {
  try {
    return new MIMEType(contentType ?? '')
  } catch {
    return undefined
  }
}

/** @returns the refusal of a body that says itself that it is too large */
export function announcesMore({ stream, headers }: InboundRequest, maxBytes: number): Problem | undefined {
  if (Number(headers['content-length'] ?? 0) <= maxBytes) return undefined
  // Read and thrown away, so that a client that sends before it listens still gets the answer.
  stream.resume()
  return problem('body-too-large', { maxBytes })
}

export function readBytes(request: InboundRequest, maxBytes: number): Promise<Buffer | Problem> {
  const isTooLarge = announcesMore(request, maxBytes)
  if (isTooLarge) return Promise.resolve(isTooLarge)
  const { stream } = request
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else {
        chunks.length = 0
        resolve(problem('body-too-large', { maxBytes }))
      }
    })
    stream.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    stream.on('error', () => resolve(problem('client-gone')))
    stream.on('close', () => {
      if (!stream.readableEnded) resolve(problem('client-gone'))
    })
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * JSON whose every value is what was written: no number that a double cannot hold, no name given twice, no text that is not Unicode,
 * no nesting past the limit.
 */
export function parseExactJson(bytes: Uint8Array): { value: unknown } | Problem {
  let text: string
  let value: unknown
  try {
    text = utf8.decode(bytes)
    value = JSON.parse(text)
  } catch {
    return problem('body-malformed')
  }
  return refuseInexact(text, value) ?? { value }
}

function refuseInexact(text: string, value: unknown): Problem | undefined {
  let names = 0
  let level: object[] = isContainer(value) ? [value] : []
  const refused = refuseScalar(value)
  if (refused) return refused
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > httpLimits.jsonDepth) return problem('body-too-deep', { maxDepth: httpLimits.jsonDepth })
    const next: object[] = []
    for (const container of level) {
      const isObject = !Array.isArray(container)
      for (const [name, member] of Object.entries(container)) {
        if (isObject) names += 1
        const inner = (isObject ? refuseScalar(name) : undefined) ?? refuseScalar(member)
        if (inner) return inner
        if (isContainer(member)) next.push(member)
      }
    }
    level = next
  }
  if (names !== countNames(text)) return problem('key-repeated')
  return longNumber.test(text) && hasRoundedNumber(text) ? problem('number-not-exact') : undefined
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function refuseScalar(value: unknown): Problem | undefined {
  if (typeof value === 'string') {
    return value.isWellFormed() && !value.includes('\0') ? undefined : problem('text-malformed')
  }
  if (typeof value !== 'number') return undefined
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return isExact ? undefined : problem('number-not-exact')
}

/** Names in the text: each string that a colon follows. More of them than the value has means that one was given twice. */
function countNames(text: string): number {
  let names = 0
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"([ \t\r\n]*:)?/g)) if (match[1] !== undefined) names += 1
  return names
}

/** More digits than a double keeps, or an exponent that can make a number vanish, where a number can begin. Also matches in texts: only a hint. */
const longNumber = /(?:^|[[:,\s])-?(?:\d[\d.]{15}|[\d.]*\d[eE][-+]?\d{2})/

function hasRoundedNumber(text: string): boolean {
  let isRounded = false
  JSON.parse(text, (_name, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number' && isRoundedFrom(context?.source ?? '', value)) isRounded = true
    return value
  })
  return isRounded
}

function isRoundedFrom(source: string, value: number): boolean {
  const digits = source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '')
  return (value === 0 && digits !== '') || (digits.length > 15 && !/^-?\d+$/.test(source))
}
