import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** As little of a client as there can be, so that it takes little of the cores that it shares with the server. */
export interface Connections {
  send(requests: number, next: () => string): Promise<void>
  close(): void
}

export function post(path: string, headers: Readonly<Record<string, string>>, body: object): string {
  const text = JSON.stringify(body)
  const fields = {
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`
}

/**
 * As little of a client as there can be, so that it takes little of the cores that it shares with the server. Each connection sends its next request when
 * it has its answer. @throws Error when one is not a success
 */
export async function openConnections(url: string, count: number): Promise<Connections> {
  const { hostname, port } = new URL(url)
  const sockets = Array.from({ length: count }, () => connect({ host: hostname, port: Number(port), noDelay: true }))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  return {
    async send(requests, next) {
      let left = requests
      const work = async (socket: Socket) => {
        while (left-- > 0) await exchange(socket, next())
      }
      await Promise.all(sockets.map(work))
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function exchange(socket: Socket, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const end = (error?: Error) => {
      socket.off('data', take)
      socket.off('error', end)
      if (error) reject(error)
      else resolve()
    }
    const take = (piece: Buffer) => {
      answer += piece.toString('latin1')
      const bodyAt = answer.indexOf('\r\n\r\n') + 4
      if (bodyAt < 4) return
      const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(answer) ?? []
      if (answer.length < bodyAt + Number(length)) return
      end(answer.startsWith('HTTP/1.1 201') ? undefined : new Error(`the request failed: ${answer}`))
    }
    socket.on('data', take)
    socket.on('error', end)
    socket.write(request)
  })
}
