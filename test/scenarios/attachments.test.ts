import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { erasureRegisterFile } from '@welfare/keys/erasure-register.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restoreBackup, verifyBackup } from '../../services/standalone/src/backup-folder.ts'
import { openLedger } from '../../services/standalone/src/compose.ts'
import { createAccounts } from '../harness/accounts.ts'
import { type Api, createApi } from '../harness/api.ts'
import { createOneOfEverything, type KnownIds } from '../harness/one-of-everything.ts'
import { openTestLedger, type TestLedger, temporaryFolder } from '../harness/test-ledger.ts'

const ADMINISTRATOR = 'administrator/cellar'
const elsewhere = temporaryFolder('welfare-attachments-')

let application: TestLedger
let ids: KnownIds
/** Made before anything is erased. */
let backup: string

const pathOf = (at: number) => `/v1/consignments/${ids.consignment?.[at]}/attachments/${ids.attachment?.[at]}`
const read = (api: Api, at: number, actor = 'auditor/hall-1') =>
  api.send({ method: 'GET', path: `${pathOf(at)}?purpose=audit`, actor })
const folderOf = (root: string) => join(root, 'attachments', 'deliveries')

beforeAll(async () => {
  application = await openTestLedger('2025-06-01T02:00:00Z')
  ids = await createOneOfEverything(application.api)
  const made = await application.api.post('/v1/backups', {}, { actor: ADMINISTRATOR })
  backup = join(elsewhere, 'backup')
  cpSync(made.folder, backup, { recursive: true })
}, 60_000)
afterAll(async () => {
  await application.close()
  rmSync(elsewhere, { recursive: true })
})

const verify = (folder: string) =>
  verifyBackup({
    backup: folder,
    masterKeyFile: application.ledger.folder.masterKeyFile,
    scratch: join(elsewhere, 'scratch'),
  })

describe('a backup', () => {
  test('holds every attachment, and its trial restore reads them', async () => {
    expect(readdirSync(folderOf(backup)).sort()).toEqual([...(ids.attachment ?? [])].sort())
    expect(await verify(backup)).toMatchObject({ epoch: 2 })
  })

  test.each([
    ['is missing', (file: string) => rmSync(file)],
    ['was altered', (file: string) => writeFileSync(file, readFileSync(file).fill(7, 100, 101))],
    ['is another', (file: string) => copyFileSync(join(file, '..', ids.attachment?.[1] ?? ''), file)],
    ['is cut off', (file: string) => truncateSync(file, 3)],
    ['ends in nonsense', (file: string) => truncateSync(file, 5_000)],
    ['cannot be read', (file: string) => [rmSync(file), mkdirSync(file)]],
  ])('of which one %s is no backup, and all else of it can be restored', async (_, damage) => {
    const [damaged, root] = [join(elsewhere, 'damaged'), join(elsewhere, 'restored-in-part')]
    cpSync(backup, damaged, { recursive: true })
    const [lost, other] = ids.attachment ?? []
    damage(join(folderOf(damaged), lost ?? ''))
    await expect(verify(damaged)).rejects.toThrow(lost)
    const { masterKeyFile } = application.ledger.folder
    const restored = await restoreBackup({ backup: damaged, folder: dataFolder(root), masterKeyFile })
    expect(restored.lostAttachments).toEqual([lost])
    expect(readFileSync(join(folderOf(root), other ?? ''))).toEqual(readFileSync(join(folderOf(backup), other ?? '')))
    for (const made of [damaged, root]) rmSync(made, { recursive: true })
  })

  test('without any attachment says which, and nothing is made in it', async () => {
    const bare = join(elsewhere, 'bare')
    cpSync(backup, bare, { recursive: true })
    rmSync(join(bare, 'attachments'), { recursive: true })
    const verified = verify(bare)
    for (const lost of ids.attachment ?? []) await expect(verified).rejects.toThrow(lost)
    expect(readdirSync(bare)).not.toContain('attachments')
  })

  test('that is older than an erasure does not bring the sheet back', async () => {
    const { api } = application
    const before = await read(api, 0)
    expect(before.status).toBe(200)
    const erasure = { reason: 'retention-ended', retentionEndedOn: '2025-05-31' }
    await api.post(`${pathOf(0)}/erasure`, erasure, { actor: ADMINISTRATOR })
    expect(await read(api, 0)).toMatchObject({ status: 410, body: { code: 'attachment-erased' } })
    expect(await verify(backup)).toMatchObject({ erasedBefore: false, erasuresKnown: true })

    const folder = dataFolder(join(elsewhere, 'restored'))
    const masterKeyFile = join(elsewhere, 'master.key')
    copyFileSync(application.ledger.folder.masterKeyFile, masterKeyFile)
    copyFileSync(erasureRegisterFile(application.ledger.folder.masterKeyFile), erasureRegisterFile(masterKeyFile))
    await restoreBackup({ backup, folder, masterKeyFile })
    const logger = createLogger({ level: 'silent' })
    const restored = await openLedger({ dataFolder: folder.root, masterKeyFile, clock: application.clock, logger })
    const accounts = createAccounts((account) => restored.identity.issueToken(account))
    const { url } = await restored.serve({ host: '127.0.0.1', port: 0, strict: true })
    const again = createApi(url, accounts)
    expect(await read(again, 0)).toMatchObject({ status: 410, body: { code: 'attachment-erased' } })
    expect(await read(again, 1)).toMatchObject({ status: 200, body: (await read(api, 1)).body })
    await expect.poll(() => readdirSync(folderOf(folder.root))).not.toContain(ids.attachment?.[0])
    await restored.close()
  })
})

describe('a read', () => {
  const records = async (actor: string) => {
    const { items } = await application.api.get('/v1/access-records?limit=1000', actor)
    return items.filter(({ operation }: { operation: string }) => operation === 'readAttachment')
  }

  test('stands among the access records of those whose scope it is in, with whom the sheet names', async () => {
    const { api } = application
    const before = (await records('auditor/hall-1')).length
    const answer = await read(api, 2, 'auditor/hall-2@632701')
    expect(answer.status).toBe(200)
    const [newest, ...others] = await records('auditor/hall-1')
    expect(others).toHaveLength(before)
    const receiver = (await api.get(`/v1/consignments/${ids.consignment?.[2]}`)).receipt.receivedBy
    expect(newest).toMatchObject({
      ...{ account: 'auditor/hall-2', purpose: 'audit', attachment: ids.attachment?.[2] },
      ...{ workers: [receiver], count: 1 },
    })
    expect(await records('auditor/hall-3@632701')).toHaveLength(before + 1)
    expect(await records('auditor/hall-4@130300')).toEqual([])
    expect((await read(api, 2, 'auditor/hall-4@130300')).status).toBe(404)
  })

  test('gives what was handed in: its hash is the event’s', async () => {
    const { api, ledger } = application
    const { attachments } = await api.get(`/v1/consignments/${ids.consignment?.[1]}`)
    const headers = { authorization: `Bearer ${await api.tokenOf('auditor/hall-1')}` }
    const response = await fetch(`${api.url}${pathOf(1)}?purpose=audit`, { headers })
    const bytes = Buffer.from(await response.arrayBuffer())
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(attachments).toMatchObject([{ sha256, bytes: bytes.length }])
    expect(
      readFileSync(join(folderOf(ledger.folder.root), ids.attachment?.[1] ?? '')).includes(bytes.subarray(9, 40)),
    ).toBe(false)
  })
})
