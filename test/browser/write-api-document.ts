import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { openTestLedger } from '../harness/test-ledger.ts'

/** The API's document into a file, as a running ledger serves it; with the demonstration's doors, which pages know, too. */
const [file = ''] = process.argv.slice(2)
const { api, close } = await openTestLedger('2025-06-01T02:00:00Z', { openDoors: [] })
const document = await api.get('/openapi.json')
await close()
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, JSON.stringify(document))
