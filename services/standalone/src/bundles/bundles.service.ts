import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import type { Job } from '@welfare/http/jobs.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { z } from 'zod'
import { readTold, writeFileWhole } from '../whole-file.ts'
import { type BundleSource, writeBundle } from './bundle-writer.ts'
import { createBundleRoutes } from './bundles.routes.ts'
import type { Bundles } from './bundles.ts'
import { RouteRefusedError } from './route-source.ts'
import { zipFolder } from './zip-folder.ts'

const KEPT_MS = 24 * 3_600_000
/** Each is as large as the ledger. */
const KEPT_COUNT = 2
const LOOK_EVERY_MS = 600_000

const keptName = /^(bundle-[0-9a-f-]+)\.(json|zip)$/

/** What is told of a bundle that is ready; lies beside it. */
const finishedBundle = z.object({
  ledger: z.string(),
  treeSize: z.int(),
  rootHash: z.string(),
  files: z.int(),
  madeAt: z.iso.datetime(),
  bytes: z.int(),
  /** Of the archive. */
  sha256: z.string(),
})
type Finished = z.infer<typeof finishedBundle>

/** One at a time. */
interface Making {
  readonly id: string
  readonly breaking: AbortController
  readonly end: Promise<void>
}

interface BundlesOptions {
  readonly folder: string
  readonly clock: Clock
  readonly logger: Logger
  /** The API, as who asks may see it. */
  readonly openSource: (actor: Actor, signal: AbortSignal) => BundleSource
}

export function createBundlesService({ folder, clock, logger, openSource }: BundlesOptions): ServiceWithJobs {
  /** Of this run: being made, or refused. */
  const jobs = new Map<string, Job>()
  const stopping = new AbortController()
  let making: Making | undefined
  let timer: NodeJS.Timeout | undefined

  const bundles: Bundles = { order, read, breakOff, open }
  return {
    name: 'bundles',
    routes: createBundleRoutes(bundles),
    consumers: [],
    jobs: [
      {
        category: 'bundle',
        async read(id) {
          const job = await read(id)
          return job && { job }
        },
      },
    ],
    async start() {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      for (const name of await readdir(folder))
        if (!keptName.test(name)) await rm(join(folder, name), { recursive: true })
      await expire()
      timer = setInterval(
        () => void expire().catch((error) => logger.error({ err: error }, 'bundles-not-expired')),
        LOOK_EVERY_MS,
      )
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await making?.end
    },
  }

  async function order(id: string, actor: Actor): Promise<Job> {
    await expire()
    const known = await read(id)
    if (known && known.status !== 'refused') return known
    const other = [...jobs.values()].find(({ status }) => status === 'running')
    if (other) return other
    const job: Job = { id, kind: 'bundle', status: 'running', progress: { done: 0, total: 0 } }
    jobs.set(id, job)
    const breaking = new AbortController()
    making = { id, breaking, end: make(job, actor, breaking.signal) }
    return job
  }

  async function breakOff(id: string): Promise<Job | undefined> {
    if (making?.id === id) {
      making.breaking.abort()
      await making.end
    }
    return read(id)
  }

  async function make(job: Job, actor: Actor, breaking: AbortSignal): Promise<void> {
    try {
      const { treeSize, bytes } = await write(job, actor, AbortSignal.any([stopping.signal, breaking]))
      await expire()
      jobs.delete(job.id)
      logger.info({ bundle: job.id, treeSize, bytes }, 'bundle-ready')
    } catch (error) {
      const refusal = breaking.aborted ? { code: 'bundle-broken-off', facts: {} } : refusalOf(error)
      jobs.set(job.id, { ...job, status: 'refused', refusal })
      if (stopping.signal.aborted || breaking.aborted) logger.info({ bundle: job.id }, 'bundle-broken-off')
      else logger.error({ err: error, bundle: job.id }, 'bundle-not-made')
    }
  }

  /** Leaves nothing behind where it fails: it may be ordered again at once. */
  async function write(job: Job, actor: Actor, signal: AbortSignal): Promise<Finished> {
    const unfinished = join(folder, `${job.id}.unfinished`)
    const archive = `${unfinished}.zip`
    try {
      const source = openSource(actor, signal)
      const written = await writeBundle(source, unfinished, (done, total) => {
        // Packing is the last step.
        jobs.set(job.id, { ...job, progress: { done, total: total + 1 } })
      })
      const sha256 = await zipFolder(unfinished, archive, signal)
      const { size } = await stat(archive)
      const finished: Finished = { ...written, madeAt: clock.now().toISOString(), bytes: size, sha256 }
      await writeFileWhole(fileOf(job.id, 'json'), [JSON.stringify(finished)])
      await rename(archive, fileOf(job.id, 'zip'))
      return finished
    } catch (error) {
      await rm(fileOf(job.id, 'json'), { force: true })
      throw error
    } finally {
      await rm(unfinished, { recursive: true, force: true })
      await rm(archive, { force: true })
    }
  }

  async function read(id: string): Promise<Job | undefined> {
    const known = jobs.get(id)
    // Until nothing of it is written or cleared away any more: whoever is told that it is done may order the next.
    if (known?.status === 'running') return known
    const finished = existsSync(fileOf(id, 'zip')) ? await readFinished(id) : undefined
    if (!finished) return known
    const until = new Date(Date.parse(finished.madeAt) + KEPT_MS).toISOString()
    const progress = { done: finished.files, total: finished.files }
    return { id, kind: 'bundle', status: 'done', progress, result: { ...finished, until } }
  }

  function open(id: string): ReturnType<typeof createReadStream> | undefined {
    return existsSync(fileOf(id, 'zip')) ? createReadStream(fileOf(id, 'zip')) : undefined
  }

  /** The newest of the last day stay. */
  async function expire(): Promise<void> {
    const ids = (await readdir(folder)).flatMap((name) => keptName.exec(name)?.[1] ?? [])
    const inTime: { readonly id: string; readonly writtenMs: number }[] = []
    for (const id of new Set(ids)) {
      const { madeAt } = (await readFinished(id)) ?? {}
      const isInTime = madeAt !== undefined && clock.now().getTime() - Date.parse(madeAt) < KEPT_MS
      if (isInTime) inTime.push({ id, writtenMs: (await stat(fileOf(id, 'json'))).mtimeMs })
      else await remove(id)
    }
    const byAge = inTime.toSorted((one, other) => other.writtenMs - one.writtenMs)
    for (const { id } of byAge.slice(KEPT_COUNT)) await remove(id)
  }

  async function remove(id: string): Promise<void> {
    for (const ending of ['zip', 'json'] as const) await rm(fileOf(id, ending), { force: true })
  }

  function readFinished(id: string): Promise<Finished | undefined> {
    return readTold(fileOf(id, 'json'), finishedBundle)
  }

  function fileOf(id: string, ending: 'json' | 'zip'): string {
    return join(folder, `${id}.${ending}`)
  }
}

function told({ code, facts }: Pick<Problem, 'code' | 'facts'>): NonNullable<Job['refusal']> {
  return { code, facts: JSON.parse(JSON.stringify(facts)) }
}

function refusalOf(error: unknown): NonNullable<Job['refusal']> {
  if (error instanceof RouteRefusedError) return told(error.problem)
  if (error instanceof ProblemError) return told(error)
  return { code: 'internal-error', facts: {} }
}
