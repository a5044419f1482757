import { generateKeyPairSync, sign } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type LogFixture, makeFolder, openLogFixture, placesIn } from './log.fixture.ts'
import { cosignedMessage } from './tree/cosignature.ts'
import { formatNote, parseNote, rawPublicKey, signatureTypes, verifierKey } from './tree/signed-note.ts'

const consumerOf = (fixture: LogFixture) => fixture.log.consumers[0]

describe('behind the write path', () => {
  test('everything recorded is covered by a checkpoint soon after', async () => {
    const { log, record } = await openLogFixture(makeFolder())
    const recorded = await record(1_500)
    expect(await log.coveredBy(recorded)).toMatchObject({ treeSize: 1_500 })
    const more = await record(1)
    expect((await log.coveredBy(more))?.treeSize).toBe(1_501)
  })

  test('what was recorded when the ledger closes is signed, and found at the next start', async () => {
    const folder = makeFolder()
    const first = await openLogFixture(folder)
    await first.record(250)
    await first.close()
    const second = await openLogFixture(folder)
    expect(second.log.archive().latest(1)).toMatchObject({ treeSize: 250 })
    expect(await second.log.coveredBy(250)).toMatchObject({ treeSize: 250 })
  })

  test('a report is stamped with the root over its own events, however many have followed', async () => {
    const { log, record } = await openLogFixture(makeFolder())
    const reported = await record(100)
    const stamp = await log.stampAt(reported)
    expect(stamp).toMatchObject({ treeSize: 100 })
    await log.coveredBy(await record(1_000))
    expect(await log.stampAt(reported)).toEqual(stamp)
    expect((await log.stampAt(0))?.rootHash).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
    expect(await log.stampAt(1_101)).toBeUndefined()
    await expect(log.stampAt(-1)).rejects.toThrow(RangeError)
  })

  test('the signing key is made once, for its owner only, and said to be', async () => {
    const folder = makeFolder()
    const { logged, close } = await openLogFixture(folder)
    await close()
    const { logged: loggedLater } = await openLogFixture(folder)
    const { keyFile } = placesIn(folder)
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    const warnings = (lines: readonly Record<string, unknown>[]) => lines.filter(({ file }) => file === keyFile).length
    expect([warnings(logged), warnings(loggedLater)]).toEqual([1, 0])
  })
})

describe('events that are not those that were signed', () => {
  test('are an alarm: not ready, nothing signed, the write path goes on', async () => {
    const folder = makeFolder()
    const first = await openLogFixture(folder)
    await first.record(300)
    await first.close()
    const database = new DatabaseSync(join(placesIn(folder).logFolder, 'ledger.sqlite'))
    database.exec(`UPDATE events SET data = '{"index":1000}' WHERE position = 7`)
    database.close()
    const fixture = await openLogFixture(folder)
    await expect.poll(() => fixture.log.status().diverged, { timeout: 10_000 }).toContain('event 7')
    expect(consumerOf(fixture)?.healthy).toBe(false)
    const recorded = await fixture.record(5)
    expect(recorded).toBe(305)
    expect(await fixture.log.coveredBy(recorded)).toBeUndefined()
    expect(fixture.log.archive().latest(1)?.treeSize).toBe(300)
    expect(fixture.logged.filter(({ msg }) => msg === 'transparency-log-diverged')).toHaveLength(1)
  })
})

describe('a witness', () => {
  const key = generateKeyPairSync('ed25519').privateKey
  const witness = verifierKey('witness.example/w1', signatureTypes.cosignature, rawPublicKey(key))

  function cosign(note: string, { message = cosignedMessage, name = witness.name } = {}): string {
    const parsed = parseNote(note)
    if (!parsed) throw new Error('not a note')
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(1_780_000_000n)
    const signature = Buffer.concat([time, sign(null, Buffer.from(message(parsed.text, 1_780_000_000)), key)])
    return formatNote({ ...parsed, signatures: [...parsed.signatures, { ...witness, name, signature }] })
  }

  async function serve() {
    const fixture = await openLogFixture(makeFolder(), { witnesses: [witness] })
    const server = await serveRoutes(fixture.log.routes)
    onTestFinished(() => server.stop())
    const latest = async () => (await server.call('GET', '/log/checkpoint', { actor: null })).text
    const send = (note: string, actor = 'auditor/chen') =>
      server.call('POST', '/log/cosignatures', { actor, body: { note } })
    return { ...fixture, server, latest, send }
  }

  test('puts its name under a checkpoint, which is served with it and kept', async () => {
    const { latest, log, record, send, server } = await serve()
    await log.coveredBy(await record(10))
    const cosigned = cosign(await latest())
    expect(await send(cosigned)).toMatchObject({ status: 201, body: { treeSize: 10, note: cosigned } })
    expect(await latest()).toBe(cosigned)
    await log.coveredBy(await record(10))
    expect(await latest()).not.toContain('witness.example')
    const { body } = await server.call('GET', '/v1/log/checkpoints?limit=1', { actor: null })
    const { items, nextCursor } = body as { readonly items: readonly object[]; readonly nextCursor: string }
    expect(items).toMatchObject([{ treeSize: 20 }])
    const next = await server.call('GET', `/v1/log/checkpoints?limit=1&cursor=${nextCursor}`, { actor: null })
    expect(next.body).toMatchObject({ items: [{ treeSize: 10, note: cosigned }] })
  })

  test('may do so later, when the checkpoint was not kept', async () => {
    const { latest, log, record, send } = await serve()
    await log.coveredBy(await record(10))
    const cosigned = cosign(await latest())
    await log.coveredBy(await record(10))
    expect(log.archive().find({ epoch: 1, treeSize: 10 })).toBeUndefined()
    expect((await send(cosigned)).status).toBe(201)
    expect(log.archive().find({ epoch: 1, treeSize: 10 })?.note).toBe(cosigned)
  })

  test('whose word does not hold, or is not for a checkpoint of this log, is refused', async () => {
    const { latest, log, record, send } = await serve()
    await log.coveredBy(await record(10))
    const note = await latest()
    const other = await serve()
    await other.log.coveredBy(await other.record(10))
    const root = /\n10\n(\S+)\n/.exec(note)?.[1] ?? ''
    const refused = {
      'not a signed checkpoint': ['', 'text', 'text\n\n— w AAAAAAAA\n'],
      'not a checkpoint of this log': [
        cosign(await other.latest()),
        cosign(note.replace(root, Buffer.alloc(32).toString('base64'))),
        cosign(note.replace('\n10\n', '\n9\n')),
        cosign(note.replace('\n10\n', '\n11\n')),
        cosign(note.replace('\n10\n', '\n0\n')),
      ],
      'a cosignature does not hold': [cosign(note, { message: (text) => text })],
      'no cosignature of a configured witness': [note, cosign(note, { name: 'somebody.else' })],
    }
    for (const [reason, notes] of Object.entries(refused)) {
      for (const wrong of notes) {
        expect(await send(wrong)).toMatchObject({ status: 422, body: { code: 'cosignature-invalid', reason } })
      }
    }
    expect((await send(cosign(note), 'officer/li')).status).toBe(403)
  })
})

test('an administrator rotates the key; the checkpoint is signed by both at once', async () => {
  const { log, record } = await openLogFixture(makeFolder())
  const server = await serveRoutes(log.routes)
  onTestFinished(() => server.stop())
  await log.coveredBy(await record(10))
  const rotate = (actor: string) =>
    server.call('POST', '/v1/log/key-rotations', { actor, body: {}, key: 'rotate-once-1' })
  expect((await rotate('auditor/chen')).status).toBe(403)
  const { body, status } = await rotate('administrator/root')
  expect(status).toBe(201)
  expect((await rotate('administrator/root')).body).toEqual(body)
  const keys = (await server.call('GET', '/log/keys', { actor: null })).text.trimEnd().split('\n')
  expect(keys).toEqual([(body as { readonly verifierKey: string }).verifierKey, expect.any(String)])
  await expect.poll(() => parseNote(log.archive().latest(1)?.note ?? '')?.signatures.length).toBe(2)
})
