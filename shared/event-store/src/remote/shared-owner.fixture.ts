import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { openSqliteStore } from '../sqlite/sqlite-store.ts'
import { openRemoteStore, type RemoteStore } from './remote-store.ts'
import { serveStore } from './store-server.ts'

interface Owner {
  readonly url: string
  readonly token: string
  users: number
  close(): Promise<void>
}

const owners = new Map<string, Promise<Owner>>()

/** A remote store of a folder's embedded one, whose owner lives for as long as somebody has it open, and is another one afterwards. */
export async function openSharedOwner(
  { folder, clock, maxInFlight }: { folder: string; clock: Clock; maxInFlight?: number },
  way: 'tcp' | 'socket',
): Promise<RemoteStore> {
  const bound = maxInFlight === undefined ? {} : { maxInFlight }
  const starting = owners.get(folder) ?? startOwner(folder, clock, bound, way)
  owners.set(folder, starting)
  const owner = await starting
  owner.users++
  const store = await openRemoteStore({ url: owner.url, token: owner.token, ...bound })
  const leave = async (): Promise<void> => {
    await store.close()
    if (--owner.users > 0) return
    owners.delete(folder)
    await owner.close()
  }
  let left: Promise<void> | undefined
  return {
    ...store,
    close: () => {
      left ??= leave()
      return left
    },
  }
}

async function startOwner(
  folder: string,
  clock: Clock,
  bound: { maxInFlight?: number },
  way: 'tcp' | 'socket',
): Promise<Owner> {
  const store = await openSqliteStore({ folder, clock, ...bound })
  const token = randomUUID()
  const socketPath = join(tmpdir(), `welfare-${randomUUID()}.sock`)
  const listen = way === 'tcp' ? { host: '127.0.0.1', port: 0 } : { socketPath }
  const server = await serveStore({ store, listen, token })
  return {
    url: server.url,
    token,
    users: 0,
    close: async () => {
      await server.close()
      await store.close()
    },
  }
}
