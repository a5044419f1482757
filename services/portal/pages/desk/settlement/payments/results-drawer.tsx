import { InboxOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Drawer, Space, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { newActKey } from '../../../common/act-key.ts'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { useMoney } from '../../../common/react/money.tsx'
import { useAct } from '../../../common/react/use-act.ts'
import { sayDay } from '../../../common/shanghai.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
import { say } from '../words.ts'
import { sayDifference } from './result-words.ts'

type Read = AnswerOf<'readPaymentResults'>
type Result = Read['results'][number]
type Difference = Read['differences'][number]

/** What the bank says of payments: looked at first, then entered. The file stays in this page's memory alone. */
export function ResultsDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { message } = App.useApp()
  const [file, setFile] = useState<File>()
  const check = useMutation({ mutationFn: (chosen: File) => read(chosen, newActKey(), true) })
  const enter = useAct(read, {
    onDone({ results, differences }) {
      void message.success(say('resultsEntered', { results: results.length, differences: differences.length }), 6)
      onClose()
    },
  })
  const shown = check.data
  return (
    <Drawer open title={say('readResults')} size={720} onClose={() => enter.isPending || onClose()} destroyOnHidden>
      <p className="hint">{say('readResultsWhat')}</p>
      <Upload.Dragger
        accept=".csv"
        height={140}
        maxCount={1}
        showUploadList={false}
        disabled={check.isPending || enter.isPending}
        beforeUpload={(chosen: File) => {
          setFile(chosen)
          enter.reset()
          check.mutate(chosen)
          return false
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="ant-upload-text">{file?.name ?? say('dropResults')}</p>
      </Upload.Dragger>
      <div aria-live="polite" style={{ marginBlock: 16 }}>
        {check.isPending && <Loading />}
        {check.error && <Failure error={check.error} />}
        {shown && <Lines read={shown} />}
        {enter.error && <Failure error={enter.error} />}
      </div>
      <Space>
        <Button
          type="primary"
          loading={enter.isPending}
          disabled={!file || !shown || shown.results.length === 0}
          onClick={() => file && enter.mutate(file)}
        >
          {say('enterResults', { count: shown?.results.length ?? 0 })}
        </Button>
        <Button onClick={onClose}>{say('cancel')}</Button>
      </Space>
    </Drawer>
  )
}

function Lines({ read: { rows, results, differences } }: { readonly read: Read }): ReactNode {
  const money = useMoney()
  return (
    <>
      <p>{say('resultRows', { rows, results: results.length, differences: differences.length })}</p>
      {results.length > 0 && (
        <SmallTable<Result>
          label={say('results')}
          rowKey="payment"
          dataSource={results}
          columns={[
            { title: say('payment'), render: (_, { payment }) => <ToPayment payment={payment} /> },
            { title: say('outcome'), render: (_, { outcome }) => say(`result.${outcome}`) },
            {
              title: say('day'),
              render: (_, result) => sayDay(result.outcome === 'paid' ? result.paidOn : result.failedOn),
            },
            { title: say('amount'), align: 'right', className: 'figure', render: (_, { totalFen }) => money(totalFen) },
            {
              title: say('bankSays'),
              render: (_, result) => (result.outcome === 'paid' ? result.bankReference : result.reason),
            },
          ]}
        />
      )}
      {differences.length > 0 && (
        <>
          <h3>{say('differences')}</h3>
          <SmallTable<Difference>
            label={say('differences')}
            rowKey="line"
            dataSource={differences}
            columns={[
              { title: say('lineOfFile'), dataIndex: 'line', align: 'right' },
              { title: say('why'), render: (_, { code }) => sayDifference(code) },
              { title: say('payment'), render: (_, { payment }) => payment && <ToPayment payment={payment} /> },
            ]}
          />
        </>
      )}
    </>
  )
}

function ToPayment({ payment }: { readonly payment: string }): ReactNode {
  return (
    <Link to="/desk/settlement/payments/$payment" params={{ payment }}>
      {say('seePayment')}
    </Link>
  )
}

/** The document's types call a file's bytes a string. */
async function read(file: File, key: string, dryRun?: true): Promise<Read> {
  const answer: unknown = await answerOf(
    api.POST('/v1/payment-results', {
      params: { query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
      body: file as never,
      bodySerializer: (body: unknown) => body as File,
      headers: { 'content-type': 'text/csv' },
    }),
  )
  return answer as Read
}
