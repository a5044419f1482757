import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import type { Job } from '@welfare/http/jobs.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import type { BundleSource } from './bundle-writer.ts'
import { type WrittenBundle, writeBundle } from './bundle-writer.ts'
import { createBundleRoutes } from './bundles.routes.ts'
import type { Bundles } from './bundles.ts'
import { RouteRefusedError } from './route-source.ts'
import { zipFolder } from './zip-folder.ts'

const KEPT_MS = 24 * 3_600_000
const LOOK_EVERY_MS = 600_000

/** What is told of a bundle that is ready; lies beside it. */
interface Finished extends WrittenBundle {
  readonly madeAt: string
  readonly bytes: number
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
  let making: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const bundles: Bundles = { order, read, open }
  return {
    name: 'bundles',
    routes: createBundleRoutes(bundles),
    consumers: [],
    jobs: [
      {
        category: 'bundle',
        async read(id) {
          const job = await read(id)
          return job && { job, version: job.progress.done + 1 }
        },
      },
    ],
    async start() {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      for (const name of await readdir(folder))
        if (!/^bundle-[0-9a-f-]+\.(json|zip)$/.test(name)) await rm(join(folder, name), { recursive: true })
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
      await making
    },
  }

  async function order(id: string, actor: Actor): Promise<Job> {
    await expire()
    const known = await read(id)
    if (known) return known
    const other = [...jobs.values()].find(({ status }) => status === 'running')
    if (other) return other
    const job: Job = { id, kind: 'bundle', status: 'running', progress: { done: 0, total: 0 } }
    jobs.set(id, job)
    making = make(job, actor)
    return job
  }

  async function make(job: Job, actor: Actor): Promise<void> {
    const unfinished = join(folder, `${job.id}.unfinished`)
    const archive = `${unfinished}.zip`
    try {
      const source = openSource(actor, stopping.signal)
      const written = await writeBundle(source, unfinished, (done, total) => {
        // Packing is the last step.
        jobs.set(job.id, { ...job, progress: { done, total: total + 1 } })
      })
      await zipFolder(unfinished, archive)
      const { size } = await stat(archive)
      const finished: Finished = { ...written, madeAt: clock.now().toISOString(), bytes: size }
      await writeFile(fileOf(job.id, 'json'), JSON.stringify(finished), { mode: 0o600 })
      await rename(archive, fileOf(job.id, 'zip'))
      jobs.delete(job.id)
      logger.info({ bundle: job.id, treeSize: written.treeSize, bytes: size }, 'bundle-ready')
    } catch (error) {
      jobs.set(job.id, { ...job, status: 'refused', refusal: refusalOf(error) })
      logger.error({ err: error, bundle: job.id }, 'bundle-not-made')
    } finally {
      await rm(unfinished, { recursive: true, force: true })
      await rm(archive, { force: true })
    }
  }

  async function read(id: string): Promise<Job | undefined> {
    if (!existsSync(fileOf(id, 'zip'))) return jobs.get(id)
    const { madeAt, ...finished }: Finished = JSON.parse(readFileSync(fileOf(id, 'json'), 'utf8'))
    const until = new Date(Date.parse(madeAt) + KEPT_MS).toISOString()
    const progress = { done: finished.files, total: finished.files }
    return { id, kind: 'bundle', status: 'done', progress, result: { ...finished, madeAt, until } }
  }

  function open(id: string): ReturnType<typeof createReadStream> | undefined {
    return existsSync(fileOf(id, 'zip')) ? createReadStream(fileOf(id, 'zip')) : undefined
  }

  async function expire(): Promise<void> {
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.json')) continue
      const { madeAt }: Finished = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      if (clock.now().getTime() - Date.parse(madeAt) < KEPT_MS) continue
      await rm(join(folder, name.replace(/json$/, 'zip')), { force: true })
      await rm(join(folder, name))
    }
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
