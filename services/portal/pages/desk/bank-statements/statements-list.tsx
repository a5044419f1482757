import { Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useMoney } from '../../common/react/money.tsx'
import { ReadDialog } from '../goods/consignments/read-dialog.tsx'
import { ReasonDrawer } from '../parts/reason-drawer.tsx'
import { SmallTable } from '../parts/small-table.tsx'
import { EraseFileDrawer } from './erase-file-drawer.tsx'
import type { BankStatement } from './statements.queries.ts'
import { say } from './words.ts'

/** The bank's papers; the newest can be taken out again. */
export function StatementsList({
  account,
  statements,
  may,
}: {
  readonly account: string
  readonly statements: readonly BankStatement[]
  readonly may: boolean
}): ReactNode {
  const money = useMoney()
  const last = statements.at(-1)
  const [isOpen, setOpen] = useState(false)
  const [opened, setOpened] = useState<BankStatement>()
  const [erased, setErased] = useState<string>()
  const file = opened?.file
  return (
    <section>
      <Typography.Title level={2}>{say('statements')}</Typography.Title>
      <SmallTable<BankStatement>
        label={say('statements')}
        rowKey="id"
        dataSource={[...statements]}
        columns={[
          { title: say('span'), render: (_, { from, until }) => `${from} – ${until}` },
          { title: say('count'), dataIndex: 'lines', align: 'right' },
          { title: say('opening'), align: 'right', className: 'figure', render: (_, one) => money(one.openingFen) },
          { title: say('closing'), align: 'right', className: 'figure', render: (_, one) => money(one.closingFen) },
          {
            title: say('file'),
            render: (_, statement) =>
              statement.isFileErased
                ? say('fileErased')
                : statement.file && (
                    <Space wrap>
                      <Button size="small" onClick={() => setOpened(statement)}>
                        {say('seeFile')}
                      </Button>
                      {may && (
                        <Button size="small" danger onClick={() => setErased(statement.file?.attachment)}>
                          {say('eraseFile')}
                        </Button>
                      )}
                    </Space>
                  ),
          },
          ...(may
            ? [
                {
                  title: say('acts'),
                  render: (_: unknown, { id }: BankStatement) =>
                    id === last?.id && (
                      <Button size="small" onClick={() => setOpen(true)}>
                        {say('withdraw')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {file && (
        <ReadDialog
          attachment={file}
          what={say('seeFileWhat')}
          alt={say('file')}
          read={(purpose) => {
            const params = { path: { id: account, attachment: file.attachment }, query: { purpose } }
            const path = '/v1/bank-accounts/{id}/statement-files/{attachment}'
            return answerOf(api.GET(path, { params, parseAs: 'arrayBuffer' }))
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
      {erased !== undefined && (
        <EraseFileDrawer account={account} attachment={erased} onClose={() => setErased(undefined)} />
      )}
      {isOpen && last && (
        <ReasonDrawer
          title={say('withdraw')}
          form={`withdraw-statement.${last.id}`}
          hint={say('withdrawWhat')}
          done={say('withdrawn')}
          send={({ reason }, key) =>
            answerOf(
              api.POST('/v1/bank-accounts/{id}/statement-withdrawals', {
                params: { path: { id: account }, header: { 'Idempotency-Key': key } },
                body: { bankStatement: last.id, reason },
              }),
            )
          }
          onClose={() => setOpen(false)}
        />
      )}
    </section>
  )
}
