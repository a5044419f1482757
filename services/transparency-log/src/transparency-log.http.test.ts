import { serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeFolder, openLogFixture } from './log.fixture.ts'
import { canonicalEventBytes } from './tree/canonical-event.ts'
import { parseCheckpoint } from './tree/checkpoint.ts'
import { hashLeaf } from './tree/merkle-hashes.ts'
import { isIncluded } from './tree/merkle-proofs.fixture.ts'
import { isConsistent } from './tree/merkle-proofs.ts'
import { isSignedBy, parseNote, parseVerifierKey } from './tree/signed-note.ts'

async function serve() {
  const fixture = await openLogFixture(makeFolder())
  const server = await serveRoutes(fixture.log.routes)
  onTestFinished(() => server.stop())
  const get = (path: string, actor: string | null = null) => server.call('GET', path, { actor })
  const bytes = async (path: string, actor?: string) => {
    const response = await fetch(`${server.url}${path}`, actor ? { headers: { 'welfare-actor': actor } } : {})
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
  }
  return { ...fixture, server, get, bytes }
}

interface Inclusion {
  readonly leafIndex: number
  readonly leafHash: string
  readonly treeSize: number
  readonly rootHash: string
  readonly proof: readonly string[]
  readonly checkpoint: string
}

const unbase64 = (text: string) => Buffer.from(text, 'base64')

describe('the checkpoint', () => {
  test('is not there before anything is recorded', async () => {
    const { get } = await serve()
    expect(await get('/log/checkpoint')).toMatchObject({ status: 404, body: { code: 'nothing-signed-yet' } })
  })

  test('is a note signed by the newest key, over everything recorded so far', async () => {
    const { get, log, record } = await serve()
    const recorded = await record(700)
    await log.coveredBy(recorded)
    const [checkpoint, keys] = [await get('/log/checkpoint'), await get('/log/keys')]
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(checkpoint.headers.get('cache-control')).toBe('no-store')
    const note = parseNote(checkpoint.text)
    const key = parseVerifierKey(keys.text.trimEnd())
    expect(note && parseCheckpoint(note.text)).toMatchObject({ origin: log.origin, treeSize: 700 })
    expect(note && key && isSignedBy(note, key)).toBe(true)
  })
})

describe('tiles', () => {
  test('hold the hashes of the entries, whole and partial, and may be kept for ever', async () => {
    const { bytes, log, record, store } = await serve()
    await log.coveredBy(await record(700))
    const leaves = (await store.readAll({ limit: 700 })).map((event) => hashLeaf(canonicalEventBytes(event)))
    const [whole, partial] = [await bytes('/log/tile/0/001'), await bytes('/log/tile/0/002.p/188')]
    expect(whole.headers.get('content-type')).toBe('application/octet-stream')
    expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(whole.body.equals(Buffer.concat(leaves.slice(256, 512)))).toBe(true)
    expect(partial.body.equals(Buffer.concat(leaves.slice(512)))).toBe(true)
    expect((await bytes('/log/tile/1/000.p/2')).body).toHaveLength(64)
  })

  test('of entries are for those who may read every event', async () => {
    const { bytes, get, log, record, store } = await serve()
    await log.coveredBy(await record(300))
    const { body, status } = await bytes('/log/tile/entries/001.p/44', 'auditor/chen')
    const events = (await store.readAll({ limit: 300 })).slice(256)
    const entries = events.map(canonicalEventBytes).flatMap((entry) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(entry.length)
      return [length, entry]
    })
    expect(status).toBe(200)
    expect(body.equals(Buffer.concat(entries))).toBe(true)
    expect(await get('/log/tile/entries/001.p/44', 'officer/li')).toMatchObject({ status: 403 })
    expect(await get('/log/tile/entries/001.p/44')).toMatchObject({ status: 401 })
  })

  test('that no tree of this size has are not found', async () => {
    const { get, log, record } = await serve()
    await log.coveredBy(await record(300))
    const beyond = ['0/001', '0/001.p/45', '0/002.p/1', '1/000', '1/000.p/2', '2/000.p/1', '63/000', '64/000']
    const malformed = ['0/0', '00/000', '0/000.p/0', '0/000.p/256', '0/000.p/01', '0/x000/000', '0/001/000', '0/x001']
    for (const path of [...beyond, ...malformed, 'entries/001', 'entries/x000/000']) {
      const { body, status } = await get(`/log/tile/${path}`, 'auditor/chen')
      expect([path, status, body]).toEqual([
        path,
        404,
        expect.objectContaining({ code: 'tile-unknown', treeSize: 300 }),
      ])
    }
  })
})

describe('proofs', () => {
  test('of inclusion say which checkpoint covers an event, as soon as one does', async () => {
    const { get, record, store } = await serve()
    await record(300)
    const position = (await store.head())?.position
    const bySequence = (await get('/v1/log/inclusion?sequence=17')).body as Inclusion
    const byPosition = (await get(`/v1/log/inclusion?position=${position}`)).body as Inclusion
    expect([bySequence.leafIndex, byPosition.leafIndex]).toEqual([16, 299])
    for (const { leafHash, leafIndex: index, treeSize: size, rootHash, proof, checkpoint } of [
      bySequence,
      byPosition,
    ]) {
      const note = parseNote(checkpoint)
      expect(note && parseCheckpoint(note.text)).toMatchObject({ treeSize: size, rootHash })
      const claim = { leafHash: unbase64(leafHash), index, size, proof: proof.map(unbase64), root: unbase64(rootHash) }
      expect(isIncluded(claim)).toBe(true)
    }
  })

  test('are made for any size of the tree', async () => {
    const { get, log, record } = await serve()
    await log.coveredBy(await record(300))
    const { body } = await get('/v1/log/inclusion?sequence=17&size=100')
    expect(body).toMatchObject({ treeSize: 100, rootHash: (await log.stampAt(100))?.rootHash })
    const consistency = (await get('/v1/log/consistency?from=100&to=300')).body as {
      readonly from: { readonly rootHash: string }
      readonly to: { readonly rootHash: string }
      readonly proof: readonly string[]
    }
    const { from, to, proof } = consistency
    expect(
      isConsistent({
        from: 100,
        fromRoot: unbase64(from.rootHash),
        to: 300,
        toRoot: unbase64(to.rootHash),
        proof: proof.map(unbase64),
      }),
    ).toBe(true)
  })

  test('that cannot be are refused', async () => {
    const { get, log, record } = await serve()
    await log.coveredBy(await record(30))
    const refused = async (path: string) => {
      const { status, body } = await get(`/v1/log/${path}`)
      return [status, (body as { readonly code: string }).code]
    }
    expect(await refused('inclusion')).toEqual([400, 'event-not-named'])
    expect(await refused('inclusion?sequence=1&position=a.1.1')).toEqual([400, 'event-not-named'])
    expect(await refused('inclusion?position=a.1.1')).toEqual([400, 'position-malformed'])
    expect(await refused('inclusion?sequence=31')).toEqual([404, 'not-in-the-log'])
    expect(await refused('inclusion?sequence=0')).toEqual([400, 'query-invalid'])
    expect(await refused('inclusion?sequence=5&size=4')).toEqual([404, 'not-in-the-log'])
    expect(await refused('consistency?from=5&to=4')).toEqual([404, 'not-in-the-log'])
    expect(await refused('consistency?from=5&to=31')).toEqual([404, 'not-in-the-log'])
  })
})
