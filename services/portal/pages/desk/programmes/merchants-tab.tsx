import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Empty, Form, Input, Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { allMerchantsQuery } from '../parts/directory.queries.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { admittedQuery, type Programme } from './programmes.queries.ts'
import { say } from './words.ts'

interface Admitted {
  readonly id: string
  readonly name: string
}

export function MerchantsTab({ programme }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const { data: admitted, error } = useQuery(admittedQuery(programme.id))
  const { data: merchants = [] } = useQuery(allMerchantsQuery)
  const [leaving, setLeaving] = useState<Admitted>()
  if (error) return <Failure error={error} />
  if (!admitted) return <Loading />
  const isOfficer = role === 'officer' && programme.status === 'open'
  const rows = admitted.items.map((id): Admitted => ({ id, name: merchants.find((one) => one.id === id)?.name ?? id }))
  const others = merchants.filter(({ id }) => !admitted.items.includes(id))
  return (
    <>
      {isOfficer && <Admit programme={programme.id} others={others} />}
      {rows.length === 0 ? (
        <Empty description={say('merchantsNone')} />
      ) : (
        <RegionTable<Admitted>
          label={say('merchants')}
          rowKey="id"
          dataSource={rows}
          columns={[
            {
              title: say('merchants'),
              render: (_, { id, name }) => (
                <Link to="/desk/merchants/$merchant" params={{ merchant: id }}>
                  {name}
                </Link>
              ),
            },
            ...(isOfficer
              ? [
                  {
                    title: say('actions'),
                    render: (_: unknown, merchant: Admitted) => (
                      <Button size="small" onClick={() => setLeaving(merchant)}>
                        {say('withdraw')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {leaving && <Withdraw programme={programme.id} merchant={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  )
}

function Admit({ programme, others }: { programme: string; others: readonly Admitted[] }): ReactNode {
  const { message } = App.useApp()
  const [chosen, choose] = useState<string>()
  const admit = useAct(
    (merchant: string, key) =>
      answerOf(
        api.POST('/v1/programmes/{id}/merchants', {
          body: { merchant },
          params: { path: { id: programme }, header: { 'Idempotency-Key': key } },
        }),
      ),
    {
      onDone() {
        choose(undefined)
        void message.success(say('admitted'))
      },
    },
  )
  return (
    <>
      <p className="sentence">
        <Select
          aria-label={say('merchantToAdmit')}
          placeholder={say('merchantToAdmit')}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 220 }}
          value={chosen ?? null}
          onChange={(id) => choose(id ?? undefined)}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button disabled={!chosen} loading={admit.isPending} onClick={() => chosen && admit.mutate(chosen)}>
          {say('admit')}
        </Button>
        <Link to="/desk/merchants">{say('registerMerchant')}</Link>
      </p>
      {admit.error && <Failure error={admit.error} />}
    </>
  )
}

function Withdraw({
  programme,
  merchant,
  onClose,
}: {
  programme: string
  merchant: Admitted
  onClose: () => void
}): ReactNode {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const withdraw = useAct(
    ({ reason }: { readonly reason: string }, key) =>
      answerOf(
        api.DELETE('/v1/programmes/{id}/merchants/{merchant}', {
          params: {
            path: { id: programme, merchant: merchant.id },
            query: { reason },
            header: { 'Idempotency-Key': key },
          },
        }),
      ),
    {
      onDone() {
        void message.success(say('withdrawn'))
        onClose()
      },
    },
  )
  return (
    <Modal
      open
      title={say('withdrawTitle', { name: merchant.name })}
      okText={say('withdraw')}
      confirmLoading={withdraw.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="hint">{say('withdrawWhat')}</p>
      <Form form={form} layout="vertical" onFinish={(typed) => withdraw.mutate(typed)}>
        <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {withdraw.error && <Failure error={withdraw.error} />}
    </Modal>
  )
}
