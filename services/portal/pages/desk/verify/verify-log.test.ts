import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growTree, hashLeaf, placesOf, tilePath, tilesOf } from './merkle.ts'
import type { LogReader } from './read-leaves.ts'
import { toBase64 } from './signed-note.ts'
import { type Verified, verifyLog } from './verify-log.ts'

const origin = 'example.com/log/1'
const key = createNoteKey(origin)

describe('a tree', () => {
  it('has at every size the root that RFC 9162 defines', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 700 }), (size, at) => {
        const tree = growTree()
        const entries = Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`))
        for (const entry of entries) tree.append(hashLeaf(entry))
        const earlier = Math.min(at, size)
        expect(Buffer.from(tree.rootAt(earlier))).toEqual(naiveRoot(entries.slice(0, earlier)))
      }),
      { numRuns: 30 },
    )
  })
})

describe('a log that is whole', () => {
  it.each([1, 255, 256, 257, 600])('of %i events holds, and so does what was kept of it', async (size) => {
    const served = serve(size)
    const { checkpoint: kept } = await verify(serve(Math.ceil(size / 2)))
    const verified = await verify(served, kept)
    expect(outcomesOf(verified)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'holds'])
    expect(verified).toMatchObject({ treeSize: size, origin })
    expect(verified.steps.map(({ count }) => count).slice(0, 2)).toEqual([1, size])
  })
})

describe('a log that is not', () => {
  it('names the event that was altered', async () => {
    const served = serve(600)
    served.entries[299] = Buffer.from(JSON.stringify({ sequence: 300, data: { amountFen: 1 } }))
    const verified = await verify(served)
    expect(outcomesOf(verified)).toEqual(['holds', 'broken', 'broken', 'broken', 'broken', 'none'])
    expect(verified.steps[1]?.faults).toEqual([{ code: 'other-leaf', sequence: 300 }])
  })

  it.each([1, 2, 300, 511, 512, 600])('that does not give event %i any more is told so', async (altered) => {
    const { reader, ...served } = serve(600)
    const reading: LogReader = {
      ...reader,
      async bytesOrNone(path) {
        const [, index = '0', width = '256'] = /entries\/(\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? []
        const first = Number(index) * 256
        const isIn = altered > first && altered <= first + Number(width)
        return isIn ? undefined : bundleOf(served.entries.slice(first, first + Number(width)))
      },
    }
    const verified = await verify({ ...served, reader: reading })
    expect(outcomesOf(verified)).toEqual(['holds', 'broken', 'holds', 'holds', 'holds', 'none'])
    expect(verified.steps[1]?.faults).toEqual([{ code: 'not-given', sequence: altered }])
  })

  it('whose tiles were made to fit is given away by what was signed', async () => {
    const served = serve(300)
    served.entries[3] = Buffer.from(JSON.stringify({ sequence: 4, data: 'altered' }))
    served.makeTiles()
    expect(outcomesOf(await verify(served))).toEqual(['holds', 'holds', 'holds', 'broken', 'broken', 'none'])
  })

  it('that signs another past is given away by the checkpoint that was kept', async () => {
    const { checkpoint: kept } = await verify(serve(200))
    const other = serve(300, (sequence) => (sequence === 7 ? 'rewritten' : 'as it was'))
    const own = (await verify(other)).checkpoint
    for (const both of [[kept], [own, kept], [kept, own]])
      expect(outcomesOf(await verify(other, ...both))).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'broken'])
  })

  it('that is shorter than what was kept is given away too', async () => {
    const { checkpoint: kept } = await verify(serve(300))
    const verified = await verify(serve(200), kept)
    expect(verified.steps.at(-1)?.faults).toEqual([{ code: 'shorter', sequence: 300 }])
  })

  it('signed by another key is not believed', async () => {
    const stranger = createNoteKey(origin)
    const served = serve(3)
    served.checkpoint = signedBy(stranger, served.checkpoint.split('\n').slice(0, 3))
    expect(outcomesOf(await verify(served))[0]).toBe('broken')
  })
})

interface Served {
  readonly entries: Buffer[]
  checkpoint: string
  makeTiles(): void
  readonly reader: LogReader
}

function serve(size: number, tell: (sequence: number) => string = () => 'as it was'): Served {
  const entries = Array.from({ length: size }, (_, index) =>
    Buffer.from(JSON.stringify({ sequence: index + 1, data: tell(index + 1) })),
  )
  let tree = growTree()
  const tiles = new Map<string, Uint8Array>()
  const makeTiles = (): void => {
    tree = growTree()
    for (const entry of entries) tree.append(hashLeaf(entry))
    for (const place of tilesOf(size))
      tiles.set(`/log/${tilePath(place)}`, tree.tileHashes(Number(place.level), place.index * 256, place.width))
  }
  makeTiles()
  const served: Served = {
    entries,
    checkpoint: signedBy(key, [origin, String(size), toBase64(tree.rootAt(size))]),
    makeTiles,
    reader: {
      text: async () => served.checkpoint,
      async bytes(path) {
        const place = placesOf('entries', size).find((one) => `/log/${tilePath(one)}` === path)
        return place ? bundleOf(entries.slice(place.index * 256, place.index * 256 + place.width)) : taken(tiles, path)
      },
      bytesOrNone: (path) => served.reader.bytes(path),
      json: async <Answer>(path: string) => {
        const archived = [{ epoch: 1, treeSize: size, note: served.checkpoint }]
        const answers = { '/v1/log/keys': { items: [{ verifierKey: key.vkey }] } }
        const answer = path.startsWith('/v1/log/checkpoints') ? { items: archived } : answers
        return ('items' in answer ? answer : answer['/v1/log/keys']) as Answer
      },
    },
  }
  return served
}

function verify({ reader }: Served, ...kept: readonly string[]): Promise<Verified> {
  return verifyLog(reader, { key: key.vkey, kept }, () => undefined)
}

function outcomesOf({ steps }: Verified): string[] {
  return steps.map(({ outcome }) => outcome)
}

function signedBy(signer: ReturnType<typeof createNoteKey>, lines: readonly string[]): string {
  const text = `${lines.join('\n')}\n`
  return `${text}\n${signer.signatureOf(text)}`
}

/** A log's key, as C2SP signed-note has it; by Node's own Ed25519, which the page does not use. */
function createNoteKey(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const material = Buffer.concat([Buffer.of(1), raw])
  const id = createHash('sha256').update(`${name}\n`).update(material).digest().subarray(0, 4)
  return {
    vkey: `${name}+${id.toString('hex')}+${material.toString('base64')}`,
    signatureOf(text: string): string {
      const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)])
      return `— ${name} ${signature.toString('base64')}\n`
    },
  }
}

function taken(tiles: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = tiles.get(path)
  if (!bytes) throw new Error(`nothing at ${path}`)
  return bytes
}

function bundleOf(entries: readonly Buffer[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      entries.flatMap((entry) => {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(entry.length)
        return [length, entry]
      }),
    ),
  )
}

function naiveRoot(entries: readonly Buffer[]): Buffer {
  const [first] = entries
  if (entries.length === 1 && first) return hashed(Buffer.of(0), first)
  const split = 2 ** Math.ceil(Math.log2(entries.length) - 1)
  return hashed(Buffer.of(1), naiveRoot(entries.slice(0, split)), naiveRoot(entries.slice(split)))
}

function hashed(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}
