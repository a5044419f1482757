import { InboxOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { addDays } from '@welfare/contracts/days.ts'
import { App, Button, Drawer, Space, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { useMoney } from '../../common/react/money.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { asBytes } from '../goods/parts/sheet-field.tsx'
import { DayInput } from '../parts/day-input.tsx'
import { SmallTable } from '../parts/small-table.tsx'
import { YuanInput } from '../parts/yuan-input.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type BankStatement, type ReadStatement, readFile } from './statements.queries.ts'
import { say } from './words.ts'

interface Props {
  readonly account: string
  /** The paper before. */
  readonly last: BankStatement | undefined
  readonly onClose: () => void
}
interface Said {
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly openingFen?: number | undefined
  readonly closingFen?: number | undefined
}

/** A file of the bank: how each line was read is looked at first, then it is taken in. It is kept as it is, sealed. */
export function ImportDrawer({ account, last, onClose }: Props): ReactNode {
  const { message } = App.useApp()
  const [file, setFile] = useState<File>()
  const [said, setSaid] = useState<Said>({})
  const read = useMutation({
    mutationFn: readFile,
    onSuccess({ from, until, openingFen = last?.closingFen, closingFen }) {
      setSaid({ from: last ? addDays(last.until, 1) : from, until, openingFen, closingFen })
    },
  })
  const take = useAct(
    async ({ body, file }: { readonly body: BodyOf<'importBankStatement'>; readonly file: File }, key: string) => {
      const params = { path: { id: account }, header: { 'Idempotency-Key': key } }
      const kept = await answerOf(api.POST('/v1/bank-accounts/{id}/statement-files', { params, ...asBytes(file) }))
      const named = { ...body, file: kept.attachment }
      return answerOf(api.POST('/v1/bank-accounts/{id}/statements', { params, body: named }))
    },
    {
      onDone({ lines }) {
        void message.success(say('taken', { count: lines }))
        onClose()
      },
    },
  )
  const body = read.data && bodyOf(read.data, said)
  const change = (more: Said) => {
    take.reset()
    setSaid({ ...said, ...more })
  }
  return (
    <Drawer open title={say('import')} size={760} onClose={() => take.isPending || onClose()} destroyOnHidden>
      <p className="hint">{say('importWhat')}</p>
      <Upload.Dragger
        accept=".csv,.xlsx"
        height={120}
        maxCount={1}
        showUploadList={false}
        disabled={read.isPending || take.isPending}
        beforeUpload={(chosen: File) => {
          setFile(chosen)
          take.reset()
          read.mutate(chosen)
          return false
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="ant-upload-text">{file?.name ?? say('drop')}</p>
      </Upload.Dragger>
      <div aria-live="polite" style={{ marginBlock: 16 }}>
        {read.isPending && <Loading />}
        {read.error && <Failure error={read.error} />}
        {read.data && <Lines read={read.data} />}
      </div>
      {read.data && (
        <>
          <Space wrap style={{ marginBlockEnd: 8 }}>
            <Labelled label={say('from')}>
              <DayInput aria-label={say('from')} value={said.from} onChange={(from) => change({ from })} />
            </Labelled>
            <Labelled label={say('until')}>
              <DayInput aria-label={say('until')} value={said.until} onChange={(until) => change({ until })} />
            </Labelled>
            <Labelled label={say('opening')}>
              <YuanInput
                aria-label={say('opening')}
                value={said.openingFen}
                onChange={(openingFen) => change({ openingFen })}
              />
            </Labelled>
            <Labelled label={say('closing')}>
              <YuanInput
                aria-label={say('closing')}
                value={said.closingFen}
                onChange={(closingFen) => change({ closingFen })}
              />
            </Labelled>
          </Space>
          <p className="hint">{say('openingHint')}</p>
          {read.data.problems.length > 0 && <p>{say('withoutProblems', { count: read.data.problems.length })}</p>}
          {take.error && <Failure error={take.error} />}
        </>
      )}
      <Space>
        <Button
          type="primary"
          disabled={!body}
          loading={take.isPending}
          onClick={() => body && file && take.mutate({ body, file })}
        >
          {say('take', { count: read.data?.lines.length ?? 0 })}
        </Button>
        <Button onClick={onClose}>{say('cancel')}</Button>
      </Space>
    </Drawer>
  )
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <Space size={4}>
      <span aria-hidden>{label}</span>
      {children}
    </Space>
  )
}

function bodyOf(
  { lines, problems, fileHash }: ReadStatement,
  { from, until, openingFen, closingFen }: Said,
): BodyOf<'importBankStatement'> | undefined {
  const isWhole = from && until && openingFen !== undefined && closingFen !== undefined
  return isWhole && problems.length === 0 ? { from, until, openingFen, closingFen, fileHash, lines } : undefined
}

type Line = ReadStatement['lines'][number]
type RowProblem = ReadStatement['problems'][number]

function Lines({ read: { lines, problems, passedOver } }: { readonly read: ReadStatement }): ReactNode {
  const money = useMoney()
  return (
    <>
      <p>{say('read', { lines: lines.length, passed: passedOver.length })}</p>
      {problems.length > 0 && (
        <>
          <h3>{say('problems')}</h3>
          <SmallTable<RowProblem>
            label={say('problems')}
            rowKey="row"
            dataSource={problems}
            columns={[
              { title: say('row'), dataIndex: 'row', align: 'right' },
              { title: say('why'), render: (_, { code }) => say(code) },
            ]}
          />
        </>
      )}
      <SmallTable<Line>
        label={say('lines')}
        rowKey="row"
        dataSource={lines}
        columns={[
          { title: say('row'), dataIndex: 'row', align: 'right' },
          { title: say('day'), dataIndex: 'day' },
          { title: say('reference'), dataIndex: 'reference' },
          { title: say('digits'), dataIndex: 'counterparty' },
          { title: say('amount'), align: 'right', className: 'figure', render: (_, one) => money(one.amountFen) },
          {
            title: say('balance'),
            align: 'right',
            className: 'figure',
            render: (_, { balanceFen }) => balanceFen !== undefined && money(balanceFen),
          },
        ]}
      />
    </>
  )
}
