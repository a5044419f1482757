import { connect as connectPlainly, isIP, type Socket } from 'node:net'
import { connect as connectByTls } from 'node:tls'

export interface AskedBrokers {
  /** `host:port` each. */
  readonly brokers: readonly string[]
  readonly tls: boolean
  readonly withinMs: number
}

/**
 * The one that answers first; undefined where none does in time. The system of a broker that is stopped still takes connections for it: only an
 * answer tells that somebody is there.
 */
export async function findAnsweringBroker({ brokers, tls, withinMs }: AskedBrokers): Promise<string | undefined> {
  const sockets: Socket[] = []
  const answers = brokers.map((broker) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(broker) ?? []
    const place = { host, port: Number(port), ...(isIP(host) === 0 && { servername: host }) }
    const socket = tls ? connectByTls(place) : connectPlainly(place)
    socket.on('data', () => resolve(broker))
    socket.on('error', reject)
    socket.on('close', reject)
    socket.setTimeout(withinMs, reject)
    socket.write(whichVersions)
    sockets.push(socket)
    return promise
  })
  try {
    return await Promise.any(answers)
  } catch {
    return undefined
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

/** ApiVersions, version 0, of a client without a name: the one request that every broker answers before it knows who asks. */
const whichVersions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
