import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRemoteStore, type RemoteStore, type RemoteStoreOptions } from '@welfare/event-store/remote/remote-store.ts'
import { onTestFinished } from 'vitest'
import { type Child, startChild } from './child-process.fixture.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.fixture.ts'

export interface OwnedStore {
  /** Between the owner and whoever opens by `open`. */
  readonly proxy: TcpProxy
  readonly folder: string
  open(options?: Partial<RemoteStoreOptions>): Promise<RemoteStore>
  /** Ends the owner without warning. */
  kill(): Promise<void>
  /** Another owner takes over the folder. */
  start(): Promise<void>
}

/** A store owned by a process of its own, behind a connection that can go wrong. */
export async function startOwnedStore(): Promise<OwnedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'remote-owner-'))
  const token = randomUUID()
  const proxy = await startTcpProxy()
  let owner: Child | undefined
  onTestFinished(async () => {
    await owner?.kill()
    await rm(folder, { recursive: true })
  })
  const start = async (): Promise<void> => {
    owner = startChild('remote-owner.child.ts', [folder, token])
    await owner.hasWritten(1)
    proxy.leadTo(owner.lines[0] ?? '')
  }
  await start()
  return {
    proxy,
    folder,
    open: async (options) => {
      const store = await openRemoteStore({ url: proxy.url, token, ...options })
      onTestFinished(() => store.close())
      return store
    },
    kill: async () => owner?.kill(),
    start,
  }
}
