import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Progress, Result } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { jobQuery } from '../roster/roster.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { say } from './words.ts'

interface IssuanceProgressProps {
  readonly job: string
  readonly programme: string
  readonly onSeen: () => void
}

export function IssuanceProgress({ job: id, programme, onSeen }: IssuanceProgressProps): ReactNode {
  const read = useQuery(jobQuery(id))
  const { data: job } = read
  const client = useQueryClient()
  const status = job?.status
  useEffect(() => {
    if (status === undefined || status === 'running') return
    for (const key of ['issuances', 'issuance-preview', 'budget-draw', 'cards', 'worker'])
      void client.invalidateQueries({ queryKey: [key] })
  }, [status, client])
  if (!job) return <Reading of={read} />
  const { done, total } = job.progress
  const back = (
    <Button key="back" onClick={onSeen}>
      {say('back')}
    </Button>
  )
  if (job.status === 'proposed')
    return <Result status="info" title={say('proposed')} subTitle={say('proposedWhat')} extra={back} />
  if (job.status === 'refused')
    return <Result status="error" title={say('refused', { code: job.refusal?.code })} extra={back} />
  if (job.status === 'done')
    return (
      <Result
        status="success"
        title={say('issued', { count: total })}
        extra={[
          <Link key="cards" to="/desk/cards" search={{ programme }}>
            <Button type="primary">{say('printCards')}</Button>
          </Link>,
          back,
        ]}
      />
    )
  return (
    <div role="status">
      <p>{say('issuing', { done, total })}</p>
      <Progress
        aria-label={say('issuing', { done, total })}
        percent={total === 0 ? 0 : Math.floor((100 * done) / total)}
      />
    </div>
  )
}
