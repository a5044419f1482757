import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { restoreSqliteStore } from '../sqlite/backup.ts'
import { openSqliteStore, type SqliteStore } from '../sqlite/sqlite-store.ts'
import { openRemoteStore, type RemoteStore } from './remote-store.ts'
import { type StoreServer, serveStore } from './store-server.ts'

export interface Owner {
  readonly store: SqliteStore
  readonly url: string
  readonly token: string
  open(): Promise<RemoteStore>
  /** The server goes away; `back` is another one at the same place, after a restore where that is said. */
  goAway(): Promise<{ back(options?: { restored: boolean }): Promise<SqliteStore> }>
}

/** An embedded store of this process, offered over a socket. */
export async function startOwner(): Promise<Owner> {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'))
  const socketPath = join(folder, 'store.sock')
  const token = randomUUID()
  const clock = { now: () => new Date() }
  let place = join(folder, 'log')
  let store = await openSqliteStore({ folder: place, clock })
  let server: StoreServer = await serveStore({ store, token, listen: { socketPath } })
  const end = async (): Promise<void> => {
    await server.close()
    await store.close()
  }
  onTestFinished(async () => {
    await end()
    await rm(folder, { recursive: true })
  })

  const back = async ({ restored } = { restored: false }): Promise<SqliteStore> => {
    if (restored) {
      const backupFile = join(folder, 'backup.sqlite')
      const before = await openSqliteStore({ folder: place, clock })
      await before.backup(backupFile)
      await before.close()
      place = join(folder, 'restored')
      await restoreSqliteStore({ backupFile, folder: place })
    }
    store = await openSqliteStore({ folder: place, clock })
    server = await serveStore({ store, token, listen: { socketPath } })
    return store
  }
  return {
    store,
    url: server.url,
    token,
    open: async () => {
      const remote = await openRemoteStore({ url: server.url, token })
      onTestFinished(() => remote.close())
      return remote
    },
    goAway: async () => {
      await end()
      return { back }
    },
  }
}
