import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TcpProxy {
  readonly url: string
  /** Where connections lead from now on. */
  leadTo(url: string): void
  /**
   * The next answers never arrive: what is asked gets through, and the connection ends when something comes back. Resolves when `count`
   * answers were dropped.
   */
  dropAnswers(count: number): Promise<void>
  /** The connection ends after so many more bytes of what is asked have got through. Resolves when it did. */
  cutQuestionAfter(bytes: number): Promise<void>
  /** The connection ends after so many bytes of the next answer have got through. Resolves when it did. */
  cutAnswerAfter(bytes: number): Promise<void>
  /** Answers wait until `release`. */
  hold(): { release(): void }
}

/** A connection that goes wrong as it is told, between a client and a server that are real. Gone when the test is over. */
export async function startTcpProxy(target = ''): Promise<TcpProxy> {
  let port = portOf(target)
  let fault: Fault | undefined
  let held: PromiseWithResolvers<void> | undefined
  const sockets = new Set<Socket>()

  const server = createServer((client) => {
    const owner = connect(port, '127.0.0.1')
    const cut = (): void => {
      client.destroy()
      owner.destroy()
    }
    for (const socket of [client, owner]) {
      sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    const pass = (from: Fault['where'], to: Socket, chunk: Buffer): void => {
      if (fault?.where !== from) return void to.write(chunk)
      if (chunk.length <= fault.bytes && from === 'question') {
        fault.bytes -= chunk.length
        return void to.write(chunk)
      }
      const { bytes, done } = fault
      if (--fault.times === 0) fault = undefined
      // What gets through is sent before the end is.
      if (bytes > 0) to.end(chunk.subarray(0, bytes), cut)
      else cut()
      if (fault === undefined) done()
    }
    client.on('data', (chunk: Buffer) => pass('question', owner, chunk))
    owner.on('data', (chunk: Buffer) => {
      if (held === undefined) pass('answer', client, chunk)
      else held.promise.then(() => pass('answer', client, chunk))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    held?.resolve()
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })

  const goWrong = (where: Fault['where'], bytes: number, times: number): Promise<void> =>
    new Promise((done) => {
      fault = { where, bytes, times, done }
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (url) => {
      port = portOf(url)
    },
    dropAnswers: (count) => goWrong('answer', 0, count),
    cutQuestionAfter: (bytes) => goWrong('question', bytes, 1),
    cutAnswerAfter: (bytes) => goWrong('answer', bytes, 1),
    hold: () => {
      const holding = Promise.withResolvers<void>()
      held = holding
      const release = (): void => {
        held = undefined
        holding.resolve()
      }
      return { release }
    },
  }
}

interface Fault {
  readonly where: 'question' | 'answer'
  bytes: number
  times: number
  readonly done: () => void
}

function portOf(url: string): number {
  return Number(URL.parse(url)?.port ?? 0)
}
