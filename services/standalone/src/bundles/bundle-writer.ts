import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { CommandProblem } from '@welfare/contracts/problem-sentences/catalogue.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { sealOf } from '@welfare/verifier/bundle.ts'
import { canonicalText } from '@welfare/verifier/json.ts'
import { parseNote, readCheckpoint } from '@welfare/verifier/tree/signed-note.ts'
import { tilePath, tilesOf } from '@welfare/verifier/tree/tile-path.ts'

/** The layout that `verify` reads. */
const FORMAT = 1
const PATIENCE_MS = 60_000
const PAUSE_MS = 50
/** Of each programme; the counts are of all. */
const GAPS_KEPT = '1000'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** Who answers what a bundle is made of: the API, over HTTP or in the ledger's own process. */
export interface BundleSource {
  get<Answer>(path: string, query?: Query): Promise<Answer>
  /** Of a read model: reflects what was recorded before. */
  read<Answer>(path: string, query?: Query): Promise<Answer>
  stream(path: string, query?: Query): Promise<AsyncIterable<Uint8Array>>
}

/** No bundle can be made now. */
export class BundleRefusedError extends ProblemError {
  override readonly name = 'BundleRefusedError'
}

function refused(code: CommandProblem, facts?: ConstructorParameters<typeof ProblemError>[1]): BundleRefusedError {
  return new BundleRefusedError(code, facts)
}

export interface WrittenBundle {
  readonly ledger: string
  readonly treeSize: number
  readonly rootHash: string
  readonly files: number
}

/** The log's own files answer for themselves: there is no read model to wait for. */
const noWaiting = { after: undefined }

interface WrittenFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

type Tell = (done: number, total: number) => void

/**
 * Writes everything that somebody needs who wants to verify the ledger without it: events, tree, checkpoints, journal, reports, all as of
 * one checkpoint, which covers at least what had been recorded before.
 * @param tell how many tiles of how many are there
 */
export async function writeBundle(api: BundleSource, folder: string, tell: Tell = () => {}): Promise<WrittenBundle> {
  const files: WrittenFile[] = []
  const keep = async (path: string, chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<void> => {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    files.push({ path, ...(await writeFile(file, chunks)) })
  }
  const keepText = (path: string, text: string): Promise<void> => keep(path, [Buffer.from(text)])

  const { sequence, ledger, postingRulesVersion } = await api.read<Reflected>('/v1/budget')
  if (sequence === 0) throw refused('ledger-empty')
  // Waits until a checkpoint covers what had been recorded when the command began.
  await api.get('/v1/log/inclusion', { sequence })
  const note = await readAll(api, '/log/checkpoint')
  const { treeSize, rootHash, origin } = readCheckpoint(parseNote(note))
  const at = String(treeSize)
  await untilReadModelsReach(api, treeSize)
  await keepText('checkpoint', note)
  const keys = await api.get<{ readonly items: readonly { readonly verifierKey: string }[] }>('/v1/log/keys')
  await keepText('keys.json', `${JSON.stringify(keys)}\n`)
  for await (const kept of archivedCheckpoints(api))
    if (kept.treeSize <= treeSize) await keepText(`checkpoints/${kept.epoch}/${kept.treeSize}`, kept.note)
  const tiles = [...tilesOf(treeSize)]
  for (const [index, place] of tiles.entries()) {
    const path = tilePath(place)
    await keep(path, await api.stream(`/log/${path}`, noWaiting))
    tell(index + 1, tiles.length)
  }
  await keep('journal.csv', await api.stream('/v1/journal.csv', { at }))
  for (const { name, path, query } of await reportsToKeep(api, at))
    await keepText(
      `reports/${name}.json`,
      `${JSON.stringify({ request: { path, query }, answer: await api.get(path, query) })}\n`,
    )
  const manifest = {
    format: FORMAT,
    ledger,
    epoch: Number(origin.slice(origin.lastIndexOf('/') + 1)),
    sequence: treeSize,
    treeSize,
    rootHash,
    postingRulesVersion,
    exportedAt: new Date().toISOString(),
    vkeys: keys.items.map(({ verifierKey }) => verifierKey),
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  }
  await writeFile(join(folder, 'bundle.json'), [
    Buffer.from(`${canonicalText({ ...manifest, seal: sealOf(manifest) })}\n`),
  ])
  return { ledger, treeSize, rootHash, files: files.length }
}

/** The read models may be behind the tree. @throws BundleRefusedError where they do not reach it in time */
async function untilReadModelsReach(api: BundleSource, treeSize: number): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const { sequence } = await api.get<{ readonly sequence: number }>('/v1/projections')
    if (sequence >= treeSize) return
    if (performance.now() > giveUpAt) throw refused('reports-behind', { sequence, treeSize })
    await delay(PAUSE_MS)
  }
}

interface Reflected {
  readonly ledger: string
  readonly sequence: number
  readonly postingRulesVersion: number
}

interface ArchivedCheckpoint {
  readonly epoch: number
  readonly treeSize: number
  readonly note: string
}

async function* archivedCheckpoints(api: BundleSource): AsyncGenerator<ArchivedCheckpoint> {
  let cursor: string | undefined
  do {
    const page: { readonly items: readonly ArchivedCheckpoint[]; readonly nextCursor: string | null } = await api.get(
      '/v1/log/checkpoints',
      { limit: 100, cursor },
    )
    yield* page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

interface ReportToKeep {
  readonly name: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** The budget by everything; the coverage of every programme, and what it has missed. */
async function reportsToKeep(api: BundleSource, at: string): Promise<ReportToKeep[]> {
  const { rows } = await api.get<{ readonly rows: readonly { readonly key: string | null }[] }>('/v1/budget', {
    by: 'programme',
    at,
  })
  const programmes = rows.flatMap(({ key }) => (key === null ? [] : [key]))
  return [
    ...['fund', 'programme', 'funder', 'division'].map((by) => ({
      name: `budget-by-${by}`,
      path: '/v1/budget',
      query: { by, at },
    })),
    { name: 'coverage', path: '/v1/coverage', query: { by: 'programme', at } },
    ...programmes.flatMap((programme) => [
      { name: `coverage-${programme}`, path: '/v1/coverage', query: { programme, at } },
      { name: `gaps-${programme}`, path: '/v1/gaps', query: { programme, at, limit: GAPS_KEPT } },
    ]),
  ]
}

async function readAll(api: BundleSource, path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await api.stream(path, noWaiting)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Hashed as it is written: once whole, a journal would hold up the tills while it is read again. */
async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[],
): Promise<Omit<WrittenFile, 'path'>> {
  const digest = createHash('sha256')
  let bytes = 0
  const handle = await open(path, 'w', 0o600)
  try {
    for await (const chunk of chunks) {
      await handle.appendFile(chunk)
      digest.update(chunk)
      bytes += chunk.length
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { bytes, sha256: digest.digest('hex') }
}
