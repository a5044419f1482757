import { z } from 'zod'
import { defineRoute, notKept, type Route } from './route.ts'

/** One long task, as anyone who may see it sees it. */
export const jobSchema = z.strictObject({
  id: z.string(),
  kind: z.string().meta({ example: 'issuance' }),
  /** `proposed`: waits for an approver. */
  status: z.enum(['proposed', 'running', 'done', 'refused']),
  progress: z.strictObject({ done: z.int(), total: z.int() }),
  /** What it led to so far; its shape depends on the kind. */
  result: z.record(z.string(), z.json()).optional(),
  /** Why it was refused. */
  refusal: z.strictObject({ code: z.string(), facts: z.record(z.string(), z.json()) }).optional(),
})
export type Job = z.infer<typeof jobSchema>

export interface JobReader {
  /** What their ids begin with; of jobs that are streams, the category. */
  readonly category: string
  /** The job with the version of its stream, from durable events; without one where it is no stream: then it is sent whole each time. */
  read(id: string): Promise<{ readonly job: Job; readonly version?: number } | undefined>
}

/** What has not the form of a job's id is no job: it never comes to a store. */
function isIdOf(category: string, id: string): boolean {
  return id.startsWith(`${category}-`) && z.uuid().safeParse(id.slice(category.length + 1)).success && !/[A-Z]/.test(id)
}

/** `GET /v1/jobs/{id}` over the jobs of all services. */
export function createJobsRoute(readers: readonly JobReader[]): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/jobs/{id}',
    operationId: 'readJob',
    summary: 'Reads how far a long task is, and what it led to',
    tag: 'jobs',
    params: z.strictObject({ id: z.string().max(100) }),
    answers: { 200: { description: 'The job', schema: jobSchema } },
    refusals: { 'job-unknown': 404 },
    jobCategories: readers.map(({ category }) => category),
    async handle({ params }) {
      const reader = readers.find(({ category }) => isIdOf(category, params.id))
      const found = await reader?.read(params.id)
      if (!found) return { code: 'job-unknown', status: 404, facts: {} }
      const { job, version } = found
      return { status: 200, body: job, headers: notKept, ...(version !== undefined && { version }) }
    },
  })
}
