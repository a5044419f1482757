import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Progress, Result } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { Reading } from '../shell/reading.tsx'
import { ErrorFile } from './error-file.tsx'
import { type Job, jobQuery, type SentRoster } from './roster.queries.ts'
import { say } from './words.ts'

/** Of a job that goes on whether somebody looks or not. */
export function ImportProgress({
  job: id,
  sent,
  onAnother,
}: {
  readonly job: string
  readonly sent: SentRoster
  readonly onAnother: () => void
}): ReactNode {
  const read = useQuery(jobQuery(id))
  const { data: job } = read
  const client = useQueryClient()
  const isOver = job !== undefined && job.status !== 'running'
  useEffect(() => {
    if (!isOver) return
    for (const key of ['roster', 'roster-imports', 'employers']) void client.invalidateQueries({ queryKey: [key] })
  }, [isOver, client])
  if (!job) return <Reading of={read} />
  const { done, total } = job.progress
  if (!isOver)
    return (
      <div role="status">
        <p>{say('importing', { done, total })}</p>
        <Progress
          aria-label={say('importing', { done, total })}
          percent={total === 0 ? 0 : Math.floor((100 * done) / total)}
        />
      </div>
    )
  const again = (
    <Button key="again" onClick={onAnother}>
      {say('cancel')}
    </Button>
  )
  if (job.status === 'refused')
    return <Result status="error" title={say('importRefused', { code: job.refusal?.code })} extra={again} />
  const counts = countsOf(job)
  const leftOut = (counts.error ?? 0) + (counts.warning ?? 0)
  return (
    <Result
      status="success"
      title={say('imported', counts)}
      subTitle={leftOut > 0 && say('importedLeftOut', { count: leftOut })}
      extra={[
        <Link key="issue" to="/desk/issue" search={{ programme: sent.programme }}>
          <Button type="primary">{say('toIssue')}</Button>
        </Link>,
        ...(leftOut > 0 ? [<ErrorFile key="errors" sent={sent} />] : []),
        again,
      ]}
    />
  )
}

/** A job's result has the shape of its kind. */
function countsOf({ result }: Job): Readonly<Record<string, number>> {
  return (result?.counts ?? {}) as Readonly<Record<string, number>>
}
