import { once } from 'node:events'
import { chmodSync, lstatSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { remoteLimits } from './remote-limits.ts'

export type Listen =
  /** Plain HTTP: another host than loopback only within a network of one's own. Port 0 takes a free one. */
  | { readonly host: string; readonly port: number }
  /** Readable by its owner alone. At most 100 bytes long. */
  | { readonly socketPath: string }

/** Another server answers at the socket, or something else lies there. */
export class SocketInUseError extends Error {
  override readonly name = 'SocketInUseError'
}

/** @returns the URL to open the store by */
export async function listen(server: Server, at: Listen): Promise<string> {
  if ('socketPath' in at) {
    await listenOnSocket(server, at.socketPath)
    return `unix:${at.socketPath}`
  }
  server.listen(at.port, at.host)
  await once(server, 'listening')
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

async function listenOnSocket(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > remoteLimits.maxSocketPathBytes) {
    throw new RangeError(`a socket's path has at most ${remoteLimits.maxSocketPathBytes} bytes: ${path}`)
  }
  await removeAbandoned(path)
  server.listen(path)
  await once(server, 'listening')
  chmodSync(path, 0o600)
}

/** A killed process leaves its socket behind. @throws SocketInUseError */
async function removeAbandoned(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isSocket() || (await answers(path))) throw new SocketInUseError(`${path} is in use`)
  rmSync(path)
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    // Refused: nobody listens there any more.
    return false
  } finally {
    socket.destroy()
  }
}
