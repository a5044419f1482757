import net from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP line to a server that can be cut: what is under way is lost, as when a cable is pulled. New connections go through. */
export interface CuttableLine {
  readonly url: string
  /** Connections so far. */
  readonly connections: number
  cut(): void
}

export async function startCuttableLine(port: number): Promise<CuttableLine> {
  const open = new Set<net.Socket>()
  let connections = 0
  const keep = (socket: net.Socket): void => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }
  const server = net.createServer((near) => {
    connections++
    const far = net.connect(port, '127.0.0.1')
    for (const socket of [near, far]) keep(socket)
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of open) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  return {
    url: `esdb://127.0.0.1:${address.port}?tls=false`,
    get connections() {
      return connections
    },
    cut,
  }
}
