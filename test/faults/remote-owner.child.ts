import { writeSync } from 'node:fs'
import { serveStore } from '@welfare/event-store/remote/store-server.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'

/** Owns the store of a folder and offers it over loopback until it is killed; writes its URL. */
const [folder = '', token = ''] = process.argv.slice(2)

const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
const { url } = await serveStore({ store, token, listen: { host: '127.0.0.1', port: 0 } })
writeSync(1, `${url}\n`)
