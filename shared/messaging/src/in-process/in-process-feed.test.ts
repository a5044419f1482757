import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { feedContract } from '../feed-contract.fixture.ts'
import { createInProcessFeed } from './in-process-feed.ts'

feedContract({ name: 'in-process', open: openInProcess })

async function openInProcess() {
  const folder = mkdtempSync(join(tmpdir(), 'feed-'))
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  return {
    store,
    feed: createInProcessFeed(store),
    async close() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
