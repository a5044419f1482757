import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyBackup } from '../../services/standalone/src/backup-folder.ts'
import { createOneOfEverything } from '../harness/one-of-everything.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let application: TestLedger
beforeAll(async () => {
  application = await openTestLedger('2025-06-01T02:00:00Z')
  await createOneOfEverything(application.api)
}, 60_000)
afterAll(() => application.close())

const make = (key: string) =>
  application.api.send({ method: 'POST', path: '/v1/backups', body: {}, key, actor: 'administrator/cellar' })

it('a backup that is asked for again while it is made, and after, is one, and whole', async () => {
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => make('one-backup')))
  expect(first?.status).toBe(201)
  application.clock.advanceTo(new Date('2025-06-02T02:00:00Z'))
  for (const again of [...others, await make('one-backup')])
    expect(again).toMatchObject({ status: 201, body: first?.body })
  const { folder, throughSequence } = first?.body ?? {}
  expect(existsSync(join(folder, 'ledger.sqlite'))).toBe(true)
  const { masterKeyFile, root } = application.ledger.folder
  const verified = await verifyBackup({ backup: folder, masterKeyFile, scratch: join(root, 'scratch') })
  expect(verified.throughSequence).toBeGreaterThanOrEqual(throughSequence)
})
