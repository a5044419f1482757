import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyBundle } from '@welfare/verifier/verify-bundle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtPages } from '../../services/portal/src/pages.ts'
import { writeBundle } from '../../services/standalone/src/bundles/bundle-writer.ts'
import { createApiClient } from '../../services/standalone/src/cli/api-client.ts'
import { openTestLedger, type TestLedger, temporaryFolder } from '../harness/test-ledger.ts'
import { playVariedHistory } from '../harness/varied-history.ts'

const auditor = 'auditor/verifier'
const verifierFile = join(builtPages, 'desk', 'welfare-verify.mjs')
const folder = temporaryFolder('welfare-take-away-')
let fixture: TestLedger
let orders = 0
let job: {
  readonly id: string
  readonly result: { readonly treeSize: number; readonly bytes: number; readonly sha256: string }
}

beforeAll(async () => {
  fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  await playVariedHistory(fixture.api, fixture.clock, () => fixture.ledger.vouchers.sweepExpiredCredits())
  // What the processes still had to record may come while it is made: then it is ordered again.
  do {
    orders += 1
    const { id } = await fixture.api.post('/v1/bundles', {}, { actor: auditor, key: `order-no-${orders}` })
    job = await fixture.api.finishJob(id)
  } while (job.result.treeSize !== (await fixture.head()))
}, 60_000)
afterAll(async () => {
  await fixture.close()
  rmSync(folder, { recursive: true })
})

describe('a bundle that was ordered', () => {
  test.skipIf(!existsSync('/usr/bin/unzip'))(
    'holds the same bytes as the one that the command line writes, and verifies',
    async () => {
      const [ordered, written] = [join(folder, 'ordered'), join(folder, 'written')]
      await takeAway(`${ordered}.zip`)
      execFileSync('unzip', ['-q', `${ordered}.zip`, '-d', ordered])
      const token = await fixture.api.tokenOf(auditor)
      await writeBundle(createApiClient({ url: fixture.api.url, token, key: 'compare' }), written)
      const key = readFileSync(join(ordered, 'keys.json'), 'utf8')
      const [{ verifierKey }] = JSON.parse(key).items
      expect(verifyBundle(ordered, { key: verifierKey })).toMatchObject({ holds: true, treeSize: job.result.treeSize })
      const filesOf = (of: string) => globSync('**/*', { cwd: of, withFileTypes: true }).filter((file) => file.isFile())
      const names = (of: string) =>
        filesOf(of)
          .map(({ name, parentPath }) => join(parentPath, name).slice(of.length))
          .sort()
      expect(names(ordered)).toEqual(names(written))
      for (const name of names(ordered)) {
        if (name === '/bundle.json') continue
        expect(readFileSync(join(ordered, name)).equals(readFileSync(join(written, name))), name).toBe(true)
      }
      const manifestOf = (of: string) => {
        const { exportedAt: _, seal: __, ...manifest } = JSON.parse(readFileSync(join(of, 'bundle.json'), 'utf8'))
        return manifest
      }
      expect(manifestOf(ordered)).toEqual(manifestOf(written))
    },
  )

  test.skipIf(!existsSync('/usr/bin/unzip') || !existsSync(verifierFile))(
    'is verified by the one file that an auditor takes away, and one byte of it altered is seen',
    async () => {
      const bundle = join(folder, 'verified')
      await takeAway(`${bundle}.zip`)
      execFileSync('unzip', ['-q', `${bundle}.zip`, '-d', bundle])
      const [{ verifierKey }] = JSON.parse(readFileSync(join(bundle, 'keys.json'), 'utf8')).items
      const verifier = join(folder, 'welfare-verify.mjs')
      copyFileSync(verifierFile, verifier)
      const verify = () => spawnSync(process.execPath, [verifier, bundle, '--key', verifierKey], { encoding: 'utf8' })
      expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('全部相符') })
      const journal = join(bundle, 'journal.csv')
      writeFileSync(journal, readFileSync(journal, 'utf8').replace(/,CNY,/, ',CNX,'))
      expect(verify()).toMatchObject({ status: 3, stdout: expect.stringContaining('✗ 不符') })
      expect(spawnSync(process.execPath, [verifier]).status).toBe(1)
    },
  )

  test('is one order under one key, and answers who asks again', async () => {
    const again = await fixture.api.post('/v1/bundles', {}, { actor: auditor, key: `order-no-${orders}` })
    expect(again).toMatchObject({ id: job.id, status: 'done' })
  })

  test('is an auditor’s who may see the whole ledger, and nobody else’s', async () => {
    for (const actor of ['officer/test', 'approver/other', 'auditor/of-a-county@632701']) {
      expect((await fixture.api.send({ method: 'POST', path: '/v1/bundles', body: {}, actor })).status).toBe(403)
      expect((await fixture.api.send({ method: 'GET', path: `/v1/bundles/${job.id}`, actor })).status).toBe(403)
    }
  })

  test('leaves when two are newer', async () => {
    const older = job.id
    const newer: string[] = []
    for (const key of ['a-newer-one', 'the-newest-one']) {
      const { id } = await fixture.api.post('/v1/bundles', {}, { actor: auditor, key })
      job = await fixture.api.finishJob(id)
      newer.push(id)
    }
    const kept = () => readdirSync(fixture.ledger.folder.bundles).map((name) => name.replace(/\.(json|zip)$/, ''))
    await expect.poll(() => new Set(kept())).toEqual(new Set(newer))
    expect((await fixture.api.send({ method: 'GET', path: `/v1/bundles/${older}`, actor: auditor })).status).toBe(404)
  })

  test('survives a restart, lies in no backup, and is gone after a day', async () => {
    await fixture.restart()
    expect(await fixture.api.get(`/v1/jobs/${job.id}`, auditor)).toMatchObject({ status: 'done', result: job.result })
    const backup = await fixture.api.post('/v1/backups', {}, { actor: 'administrator/keeper' })
    expect(readdirSync(backup.folder, { recursive: true }).filter((name) => `${name}`.includes('bundle'))).toEqual([])
    const { bundles } = fixture.ledger.folder
    writeFileSync(join(bundles, 'bundle-left.unfinished'), 'by a crash')
    fixture.clock.advanceTo(new Date(fixture.clock.now().getTime() + 86_400_000))
    await fixture.restart()
    expect(readdirSync(bundles)).toEqual([])
    expect(
      (await fixture.api.send({ method: 'GET', path: `/v1/bundles/${job.id}`, actor: auditor })).body,
    ).toMatchObject({ code: 'bundle-unknown' })
    expect((await fixture.api.send({ method: 'GET', path: `/v1/jobs/${job.id}`, actor: auditor })).body).toMatchObject({
      code: 'job-unknown',
    })
  })
})

async function takeAway(file: string): Promise<void> {
  const token = await fixture.api.tokenOf(auditor)
  const response = await fetch(`${fixture.api.url}/v1/bundles/${job.id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${job.id}.zip"`)
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(bytes.length).toBe(job.result.bytes)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.result.sha256)
  writeFileSync(file, bytes)
}
