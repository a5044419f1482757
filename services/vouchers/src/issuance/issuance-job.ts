import { idOf } from '@welfare/contracts/primitives.ts'
import { statusOf } from '@welfare/http/answer-command.ts'
import type { Job } from '@welfare/http/jobs.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { RouteAnswer } from '@welfare/http/route.ts'
import { batchCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { batchDecider } from './batch.decider.ts'
import type { BatchState } from './batch.state.ts'
import { issuanceRefusals } from './plan-issuance.ts'

export function answerJob(batch: string, state: BatchState, version: number): RouteAnswer | Problem {
  const job = toJob(batch, state)
  if (job.refusal)
    return {
      code: job.refusal.code,
      status: statusOf(job.refusal.code, issuanceRefusals) ?? 409,
      facts: { ...job.refusal.facts, job: batch } as Problem['facts'],
    }
  return { status: 202, body: job, version, headers: { Location: `/v1/jobs/${batch}` } }
}

export async function readIssuanceJob(
  { runner }: Pick<VouchersContext, 'runner'>,
  id: string,
): Promise<{ job: Job; version: number } | undefined> {
  if (!idOf('batch').safeParse(id).success) return undefined
  return runner.read(batchDecider, batchCodec, id, (state, version) => ({ job: toJob(id, state), version }))
}

function toJob(id: string, state: BatchState): Job {
  const { order, status, refusal, proposal, issuedWorkers, issuedFen, skippedWorkers, excluded } = state
  const waiting = proposal && jobStatus(status) === 'proposed' && { proposal: `${id}.${proposal.version}` }
  const job: Job = {
    id,
    kind: 'issuance',
    status: jobStatus(status),
    progress: { done: issuedWorkers, total: order?.workers ?? 0 },
    result: {
      ...{ batch: id, stage: status, workers: issuedWorkers, issuedFen, skipped: skippedWorkers },
      ...(excluded.length > 0 && { excluded }),
      ...waiting,
    },
  }
  return refusal && job.status === 'refused' ? { ...job, refusal: { code: refusal.code, facts: refusal.facts } } : job
}

function jobStatus(stage: BatchState['status']): Job['status'] {
  switch (stage) {
    case 'completed':
      return 'done'
    case 'refused':
    case 'withdrawn':
      return 'refused'
    case 'proposed':
    case 'reserved':
      return 'proposed'
    default:
      return 'running'
  }
}
