import * as http from 'node:http'
import * as https from 'node:https'
import { InvalidAppendError, InvalidPositionError } from '../port.ts'
import {
  LedgerChangedError,
  NoAnswerError,
  OwnerClosingError,
  RequestRefusedError,
  StoreAccessDeniedError,
} from './remote-errors.ts'
import { remoteLimits } from './remote-limits.ts'
import { ledgerHeader, parseRefusal } from './wire.ts'

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly timeoutMs: number
  /** Ends the wait for the answer: then it is as if none had come. */
  readonly signal?: AbortSignal
  /** On a connection of its own, which waits for as long as it takes. */
  readonly isLong?: boolean
}

/** Questions to the owner over connections that stay open. */
export interface Exchange {
  /**
   * The answer's JSON.
   * @throws NoAnswerError, OwnerClosingError, LedgerChangedError, StoreAccessDeniedError, RequestRefusedError, InvalidPositionError, InvalidAppendError
   */
  ask(question: Question): Promise<unknown>
  /** From now on each question says which ledger it believes to be talking about. */
  setLedgerTag(tag: string): void
  close(): void
}

/**
 * @param url `http://…`, `https://…` or `unix:<path of a socket>`
 * @throws RangeError on another one
 */
export function createExchange(url: string, token: string): Exchange {
  const { request, Agent, target } = parseUrl(url)
  const agent = new Agent({ keepAlive: true, maxSockets: remoteLimits.connections })
  const longAgent = new Agent({ keepAlive: true })
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }

  const send = ({ method, path, body, timeoutMs, signal, isLong = false }: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sized = body === undefined ? undefined : { 'content-length': Buffer.byteLength(body) }
      const sent = request({
        ...target,
        method,
        path,
        agent: isLong ? longAgent : agent,
        headers: { ...headers, ...sized },
      })
      const giveUp = (why: string): void => void sent.destroy(new NoAnswerError(why))
      const timer = setTimeout(giveUp, timeoutMs, `no answer within ${timeoutMs} ms`)
      const stop = (): void => giveUp('the question was withdrawn')
      signal?.addEventListener('abort', stop)
      const settle = (answer: Answer | NoAnswerError): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', stop)
        if (answer instanceof NoAnswerError) reject(answer)
        else resolve(answer)
      }
      sent.on('error', (error) => settle(toNoAnswer(error)))
      sent.on('response', (response) => readAnswer(response, settle))
      sent.end(body)
      if (signal?.aborted) stop()
    })

  return {
    ask: async (question) => {
      const { status, text } = await send(question)
      return status === 200 ? parseAnswer(text) : explainRefusal(status, text)
    },
    setLedgerTag: (tag) => {
      headers[ledgerHeader] = tag
    },
    close: () => {
      agent.destroy()
      longAgent.destroy()
    },
  }
}

interface Answer {
  readonly status: number
  readonly text: string
}

function parseUrl(url: string) {
  const [, socketPath] = /^unix:(\/.+)$/.exec(url) ?? []
  if (socketPath !== undefined) return { ...http, target: { socketPath, host: 'localhost' } }
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/') {
    throw new RangeError(`a store's URL is http://<host>:<port>, https://… or unix:<path>, not ${url}`)
  }
  const { protocol, hostname, port } = parsed
  const target = { protocol, host: hostname.replace(/^\[|\]$/g, ''), ...(port !== '' && { port: Number(port) }) }
  return protocol === 'https:' ? { ...https, target } : { ...http, target }
}

/** Only a whole answer is one: a connection that ends before says so by an error or by closing. */
function readAnswer(response: http.IncomingMessage, settle: (answer: Answer | NoAnswerError) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > remoteLimits.maxAnswerBytes) response.destroy(new NoAnswerError('the answer is larger than any'))
    else chunks.push(chunk)
  })
  response.on('end', () => settle({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }))
  response.on('error', (error) => settle(toNoAnswer(error)))
  response.on('close', () => {
    if (!response.complete) settle(new NoAnswerError('the answer was cut off'))
  })
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NoAnswerError('the answer is not JSON', { cause: error })
  }
}

/** Whatever the owner itself does not say, says nothing of what became of the request. */
function explainRefusal(status: number, text: string): never {
  const refusal = parseRefusal(parseAnswer(text))
  switch (refusal?.error) {
    case 'access-denied':
      throw new StoreAccessDeniedError(refusal.message)
    case 'ledger-changed':
      throw new LedgerChangedError(refusal.message)
    case 'bad-request':
      throw new RequestRefusedError(refusal.message)
    case 'invalid-position':
      throw new InvalidPositionError(refusal.message)
    case 'invalid-append':
      throw new InvalidAppendError(refusal.message)
    case 'closing':
      throw new OwnerClosingError(refusal.message)
    default:
      throw new NoAnswerError(`status ${status}: ${refusal?.message ?? text.slice(0, 200)}`)
  }
}

function toNoAnswer(error: unknown): NoAnswerError {
  if (error instanceof NoAnswerError) return error
  return new NoAnswerError(error instanceof Error ? error.message : String(error), { cause: error })
}
