import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { VerificationRefusedError } from '@welfare/verifier/verdict.ts'
import { type BundleVerdict, verifyBundle } from '@welfare/verifier/verify-bundle.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBundle } from '../../services/standalone/src/bundles/bundle-writer.ts'
import { createApiClient } from '../../services/standalone/src/cli/api-client.ts'
import { createSeededRandom, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import { scaled } from '../harness/scale.ts'
import { sealAgain } from '../harness/sealed-bundle.ts'
import { openTestLedger, temporaryFolder } from '../harness/test-ledger.ts'
import { playVariedHistory } from '../harness/varied-history.ts'

const SEED = 20_251_122
const PLACES = scaled(200, 1_000)

let folder: string
let bundle: string
let key: string

beforeAll(async () => {
  folder = temporaryFolder('welfare-tamper-')
  bundle = join(folder, 'bundle')
  const fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  await playVariedHistory(fixture.api, fixture.clock, () => fixture.ledger.vouchers.sweepExpiredCredits())
  key = (await fixture.api.get('/log/keys')).split('\n')[0]
  const token = await fixture.api.tokenOf('auditor/verifier')
  await writeBundle(createApiClient({ url: fixture.api.url, token, key: 'verify' }), bundle)
  await fixture.close()
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

const verify = (): BundleVerdict => verifyBundle(bundle, { key })

interface Flip {
  readonly path: string
  readonly at: number
  readonly before: Buffer
}

/** Changes one byte of a file to any other. */
function flip(path: string, at: number, random: Random): Flip {
  const before = readFileSync(join(bundle, path))
  const after = Buffer.from(before)
  after[at] = (before[at] ?? 0) ^ (1 + Math.floor(random() * 255))
  writeFileSync(join(bundle, path), after)
  return { path, at, before }
}

test('untouched it holds', () => {
  expect(verify().misfits).toEqual([])
})

test(`a byte flipped anywhere, ${PLACES} times (seed ${SEED}), is found and named, although the manifest was made anew`, () => {
  const random = createSeededRandom(SEED)
  const files = filesOf(bundle).filter((path) => path !== 'bundle.json')
  const manifest = readFileSync(join(bundle, 'bundle.json'))
  const missed: string[] = []
  const perKind = new Map<string, number>()
  for (let count = 0; count < PLACES; count += 1) {
    // Each kind of file as often as the others, however small it is.
    const kinds = [...new Set(files.map(kindOf))]
    const kind = kinds[count % kinds.length]
    const ofKind = files.filter((path) => kindOf(path) === kind)
    const path = ofKind[Math.floor(random() * ofKind.length)] ?? ''
    const at = Math.floor(random() * readFileSync(join(bundle, path)).length)
    const flipped = flip(path, at, random)
    sealAgain(bundle, path)
    const wrong = findFaultIn(flipped)
    if (wrong !== undefined) missed.push(`${path} byte ${at}: ${wrong}`)
    writeFileSync(join(bundle, path), flipped.before)
    writeFileSync(join(bundle, 'bundle.json'), manifest)
    perKind.set(kind ?? '', (perKind.get(kind ?? '') ?? 0) + 1)
  }
  expect(missed).toEqual([])
  expect([...perKind.keys()].sort()).toEqual([
    'checkpoint',
    'checkpoints',
    'entries',
    'journal',
    'keys',
    'reports',
    'tiles',
  ])
}, 300_000)

/** A report that names other posting rules is refused by its name. */
function findFaultIn(flipped: Flip): string | undefined {
  try {
    return findFault(verify(), flipped)
  } catch (error) {
    if (error instanceof VerificationRefusedError && error.message.includes(flipped.path)) return undefined
    throw error
  }
}

/** What of the verdict is not as it should be; undefined when the flip was found and named. */
function findFault({ holds, firstEvent, misfits }: BundleVerdict, { path, at, before }: Flip): string | undefined {
  if (holds) return 'it holds'
  const names = (check: string, where: string | RegExp): boolean =>
    misfits.some(
      (misfit) =>
        misfit.check === check && (typeof where === 'string' ? misfit.where === where : where.test(misfit.where)),
    )
  const told = JSON.stringify(misfits.slice(0, 3))
  switch (kindOf(path)) {
    case 'entries': {
      const sequence = entryAt(before, at) + 256 * Number(/entries\/(\d+)/.exec(path)?.[1])
      return firstEvent?.event?.sequence === sequence ? undefined : `event ${sequence} is not named: ${told}`
    }
    case 'journal': {
      const line = before.subarray(0, at).toString('latin1').split('\r\n').length
      const isNamed = [line, line + 1].some((one) => names('journal', `journal.csv, line ${one}`))
      return isNamed ? undefined : `line ${line} is not named: ${told}`
    }
    case 'tiles':
      return names('tiles', path) ? undefined : `the tile is not named: ${told}`
    case 'reports':
      return names('reports', path) || names('consistency', path) ? undefined : `the report is not named: ${told}`
    case 'checkpoints':
      return names('consistency', path) ? undefined : `the checkpoint is not named: ${told}`
    default:
      return names('signature', path) ? undefined : `the file is not named: ${told}`
  }
}

/** The entry, from 1, that the byte or its length belongs to. */
function entryAt(bundled: Buffer, at: number): number {
  let entry = 0
  for (let start = 0; start <= at; start += 2 + bundled.readUInt16BE(start)) entry += 1
  return entry
}

test('a byte of the manifest, and of any file while the manifest stays, is found too', () => {
  const random = createSeededRandom(SEED + 1)
  const manifest = readFileSync(join(bundle, 'bundle.json'))
  for (let count = 0; count < 60; count += 1) {
    flip('bundle.json', Math.floor(random() * manifest.length), random)
    expect(isFound()).toBe(true)
    writeFileSync(join(bundle, 'bundle.json'), manifest)
  }
  for (const path of filesOf(bundle).filter((one) => one !== 'bundle.json')) {
    const { before } = flip(path, Math.floor(random() * readFileSync(join(bundle, path)).length), random)
    expect(verify().misfits.some(({ check, where }) => check === 'files' && where === path)).toBe(true)
    writeFileSync(join(bundle, path), before)
  }
}, 120_000)

/** A manifest that cannot be read any more is refused. */
function isFound(): boolean {
  try {
    return !verify().holds
  } catch (error) {
    return error instanceof VerificationRefusedError
  }
}

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

function kindOf(path: string): string {
  if (path.startsWith('tile/entries/')) return 'entries'
  if (path.startsWith('tile/')) return 'tiles'
  return path.split(/[/.]/)[0] ?? ''
}
