import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Progress, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { showInstant } from '../../common/shanghai.ts'
import { Failure, sentenceOf } from '../shell/states.tsx'
import { sayMegabytes } from './megabytes.ts'
import { say } from './words.ts'

type Job = AnswerOf<'readJob'>

interface Bundle {
  readonly treeSize: number
  readonly rootHash: string
  readonly bytes: number
  readonly sha256: string
  readonly until: string
}

const PLACE = 'welfare.bundle'

/** Orders a bundle, watches it, and gives it for as long as it is there, also after a reload. */
export function BundleOrder(): ReactNode {
  const [id, setId] = useState(() => sessionStorage.getItem(PLACE))
  const order = useAct(
    (_: undefined, key) =>
      answerOf(api.POST('/v1/bundles', { params: { header: { 'Idempotency-Key': key } }, body: {} })),
    {
      changes: [],
      onDone(job) {
        sessionStorage.setItem(PLACE, job.id)
        setId(job.id)
      },
    },
  )
  const job = useQuery({
    queryKey: ['job', id],
    queryFn: () => answerOf(api.GET('/v1/jobs/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== null,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 500 : false),
  })
  const breakOff = useAct(
    (_: undefined, key) => {
      const params = { path: { id: id ?? '' }, header: { 'Idempotency-Key': key } }
      return answerOf(api.DELETE('/v1/bundles/{id}', { params }))
    },
    { changes: [['job', id]] },
  )
  return (
    <>
      <Button type="primary" loading={order.isPending || isRunning(job.data)} onClick={() => order.mutate(undefined)}>
        {say('orderBundle')}
      </Button>
      {order.error && <Failure error={order.error} />}
      {job.data && <BundleState job={job.data} />}
      {isRunning(job.data) && (
        <Button loading={breakOff.isPending} onClick={() => breakOff.mutate(undefined)}>
          {say('cancelOf', { name: say('orderBundle') })}
        </Button>
      )}
      {breakOff.error && <Failure error={breakOff.error} />}
      {id !== null && job.error && <Alert type="info" title={sentenceOf(job.error)} style={{ marginBlockStart: 8 }} />}
    </>
  )
}

function isRunning(job: Job | undefined): boolean {
  return job?.status === 'running'
}

function BundleState({ job: { id, status, progress, result, refusal } }: { readonly job: Job }): ReactNode {
  if (status === 'running')
    return (
      <Progress
        aria-label={say('bundle')}
        percent={progress.total === 0 ? 0 : Math.floor((progress.done / progress.total) * 100)}
      />
    )
  if (refusal?.code === 'bundle-broken-off') return <Alert type="info" title={say('bundleBrokenOff')} />
  if (status === 'refused') return <Alert type="error" title={say('bundleRefused', { code: refusal?.code })} />
  if (!isBundle(result)) return <Alert type="error" title={say('bundleRefused', { code: 'result-unknown' })} />
  const { treeSize, rootHash, bytes, sha256, until } = result
  return (
    <div style={{ marginBlockStart: 12 }}>
      <p>
        {say('bundleReady', { count: treeSize.toLocaleString('zh-CN'), megabytes: sayMegabytes(bytes) })}
        <br />
        {say('bundleRoot')} <code style={{ overflowWrap: 'anywhere' }}>{rootHash}</code>
        <br />
        {say('bundleHash')}{' '}
        <Typography.Text copyable code style={{ overflowWrap: 'anywhere' }}>
          {sha256}
        </Typography.Text>
        <br />
        <span className="hint">{say('bundleUntil', { until: showInstant(until) })}</span>
      </p>
      <Button href={`/v1/bundles/${id}`}>{say('takeBundle')}</Button>
    </div>
  )
}

/** What a job's result holds depends on its kind, which the API's document leaves open. */
function isBundle(result: object | undefined): result is Bundle {
  const { treeSize, rootHash, bytes, sha256, until }: Partial<Record<keyof Bundle, unknown>> = result ?? {}
  const areTexts = [rootHash, sha256, until].every((one) => typeof one === 'string')
  return typeof treeSize === 'number' && typeof bytes === 'number' && areTexts
}
