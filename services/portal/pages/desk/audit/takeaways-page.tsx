import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Progress, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { shanghaiDay, showInstant } from '../../common/shanghai.ts'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { Failure, Loading, sentenceOf } from '../shell/states.tsx'
import { say } from './words.ts'
import '../parts/parts.css'
import '../reports/reports.css'

type Job = AnswerOf<'readJob'>

interface Bundle {
  readonly treeSize: number
  readonly rootHash: string
  readonly bytes: number
  readonly until: string
}

const PLACE = 'welfare.bundle'

/** Everything that an auditor takes away, on one page: the bundle, the verifier, the key, the journal in other people's forms. */
export function TakeawaysPage(): ReactNode {
  const keys = useQuery({ queryKey: ['log-keys'], queryFn: () => answerOf(api.GET('/v1/log/keys')) })
  const year = Number(shanghaiDay(useLedgerClock()?.now ?? new Date()).slice(0, 4))
  const { data: hasLastYear = false } = useQuery(hasYearQuery(year - 1))
  const years = hasLastYear ? [year, year - 1] : [year]
  const links = [
    ['journalXlsx', '/v1/journal.xlsx'],
    ['journalCsv', '/v1/journal.csv'],
    ['hledger', '/v1/journal.hledger'],
    ['beancount', '/v1/journal.beancount'],
    ['budgetSheet', '/v1/printouts/budget.xlsx'],
    ['coverageSheet', '/v1/printouts/coverage.xlsx'],
    ['checkpoint', '/log/checkpoint'],
  ] as const
  return (
    <>
      <Typography.Title level={1}>{say('takeaways')}</Typography.Title>
      <div className="side-by-side">
        <Card title={say('bundle')}>
          <p>{say('bundleWhat')}</p>
          <BundleOrder />
        </Card>
        <Card title={say('verifier')}>
          <p>{say('verifierWhat')}</p>
          <pre style={{ whiteSpace: 'pre-wrap' }}>node welfare-verify.mjs 核验包文件夹 --key 密钥</pre>
          <Button type="primary" href="/desk/welfare-verify.mjs" download="welfare-verify.mjs">
            {say('takeVerifier')}
          </Button>
        </Card>
        <Card title={say('logKey')}>
          <p>{say('logKeyWhat')}</p>
          {keys.error && <Failure error={keys.error} />}
          {!keys.data && !keys.error && <Loading />}
          {keys.data?.items.map(({ verifierKey }) => (
            <Typography.Paragraph key={verifierKey} copyable code style={{ overflowWrap: 'anywhere' }}>
              {verifierKey}
            </Typography.Paragraph>
          ))}
        </Card>
        <Card title={say('exports')}>
          <p>{say('exportsWhat')}</p>
          <Space direction="vertical" className="plain-links">
            {links.map(([name, href]) => (
              <a key={name} href={href} download>
                {say(name)}
              </a>
            ))}
            {years.map((one) => (
              <span key={one}>
                {say('gbt', { year: one })}{' '}
                <a href={`/v1/exports/gbt24589/archive.xml?year=${one}`} download={`gbt24589-archive-${one}.xml`}>
                  {say('gbtArchive')}
                </a>{' '}
                <a href={`/v1/exports/gbt24589/ledger.xml?year=${one}`} download={`gbt24589-ledger-${one}.xml`}>
                  {say('gbtLedger')}
                </a>
              </span>
            ))}
          </Space>
        </Card>
      </div>
    </>
  )
}

/** Whether anything counts on a day of that year or before. */
const hasYearQuery = (year: number) => ({
  queryKey: ['journal', 'has-year', year],
  queryFn: async () => {
    const query = { effective: `${year}-12-31`, limit: 1 }
    const { legs } = await answerOf(api.GET('/v1/journal', { params: { query } }))
    return legs.length > 0
  },
})

/** Orders a bundle, watches it, and gives it for as long as it is there, also after a reload. */
function BundleOrder(): ReactNode {
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
  return (
    <>
      <Button type="primary" loading={order.isPending || isRunning(job.data)} onClick={() => order.mutate(undefined)}>
        {say('orderBundle')}
      </Button>
      {order.error && <Failure error={order.error} />}
      {job.data && <BundleState job={job.data} />}
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
  if (status === 'refused') return <Alert type="error" title={say('bundleRefused', { code: refusal?.code })} />
  if (!isBundle(result)) return <Alert type="error" title={say('bundleRefused', { code: 'result-unknown' })} />
  const { treeSize, rootHash, bytes, until } = result
  return (
    <div style={{ marginBlockStart: 12 }}>
      <p>
        {say('bundleReady', { count: treeSize.toLocaleString('zh-CN'), megabytes: (bytes / 1_048_576).toFixed(1) })}
        <br />
        {say('bundleRoot')}：<code style={{ overflowWrap: 'anywhere' }}>{rootHash}</code>
        <br />
        <span className="hint">{say('bundleUntil', { until: showInstant(until) })}</span>
      </p>
      <Button href={`/v1/bundles/${id}`}>{say('takeBundle')}</Button>
    </div>
  )
}

/** What a job's result holds depends on its kind, which the API's document leaves open. */
function isBundle(result: object | undefined): result is Bundle {
  const { treeSize, rootHash, bytes, until }: Partial<Record<keyof Bundle, unknown>> = result ?? {}
  const areTexts = typeof rootHash === 'string' && typeof until === 'string'
  return typeof treeSize === 'number' && typeof bytes === 'number' && areTexts
}
