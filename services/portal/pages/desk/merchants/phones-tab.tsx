import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Form, Input, Modal, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answeredWith, answerOf, api } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { showInstant } from '../../common/shanghai.ts'
import { ActForm } from '../parts/act-form.tsx'
import { QrCode } from '../parts/qr-code.tsx'
import { Reading } from '../shell/reading.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { Failure } from '../shell/states.tsx'
import { type Device, devicesQuery, type Merchant } from './merchants.queries.ts'
import { say } from './words.ts'

type Code = AnswerOf<'pairDevice'>

/** The phones that are tills of the merchant: paired by a code that is shown once, revoked one by one. */
export function PhonesTab({ merchant }: { readonly merchant: Merchant }): ReactNode {
  const [code, setCode] = useState<Code & { readonly before: readonly string[] }>()
  const clock = useLedgerClock()
  const isOver = code && clock && Date.parse(clock.now) >= Date.parse(code.expiresAt)
  const pairedOf = (devices: readonly Device[] = []) => code && devices.find(({ id }) => !code.before.includes(id))
  const read = useQuery({
    ...devicesQuery(merchant.id),
    // Somebody stands there with the new phone.
    refetchInterval: ({ state }) => (code && !isOver && !pairedOf(state.data?.items) ? 2_000 : false),
  })
  const { data } = read
  const paired = pairedOf(data?.items)
  const [leaving, setLeaving] = useState<Device>()
  if (!data) return <Reading of={read} />
  return (
    <>
      <ActForm
        form={`phone.${merchant.id}`}
        empty={{ label: say('phoneLabelUsual', { number: data.items.length + 1 }) }}
        layout="inline"
        submit={say('pair')}
        perform={({ label }: { readonly label: string }, key) =>
          answerOf(
            api.POST('/v1/merchants/{id}/pairings', {
              body: { label },
              params: { path: { id: merchant.id }, header: { 'Idempotency-Key': key } },
            }),
          )
        }
        changes={[]}
        onDone={(made) => setCode({ ...made, before: data.items.map(({ id }) => id) })}
      >
        <Form.Item name="label" label={say('phoneLabel')} rules={[{ required: true, message: say('nameMissing') }]}>
          <Input maxLength={60} />
        </Form.Item>
      </ActForm>
      {data.items.length === 0 ? (
        <Empty description={say('phonesNone')} />
      ) : (
        <DataTable<Device>
          name="phones"
          label={say('phones')}
          rows={data.items}
          rowKey={({ id }) => id}
          columns={[
            { key: 'label', title: say('phoneLabel'), text: ({ label }) => label },
            {
              ...{ key: 'paired', title: say('pairedAt') },
              text: ({ pairedAt }) => showInstant(pairedAt),
              order: ({ pairedAt }) => pairedAt,
            },
            {
              ...{ key: 'status', title: say('status') },
              text: ({ revoked }) => say(revoked ? 'revoked' : 'works'),
              render: ({ revoked }) => (revoked ? <Tag>{say('revoked')}</Tag> : say('works')),
            },
            {
              ...{ key: 'actions', title: say('actions'), isAct: true, text: () => '' },
              render: (device) =>
                !device.revoked && (
                  <Button size="small" danger onClick={() => setLeaving(device)}>
                    {say('revoke')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      {code && (
        <PairingCode
          code={code}
          merchant={merchant}
          paired={paired?.label}
          onClose={() => {
            setCode(undefined)
            void read.refetch()
          }}
        />
      )}
      {leaving && <Revoke merchant={merchant.id} device={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  )
}

/** The code stands in the address's fragment, which no server is sent; the till takes it out at once. */
function PairingCode({
  code,
  merchant,
  paired,
  onClose,
}: {
  readonly code: Code
  readonly merchant: Merchant
  /** What the phone is called that has used it. */
  readonly paired: string | undefined
  readonly onClose: () => void
}): ReactNode {
  const address = `${location.origin}/till/`
  if (paired !== undefined)
    return (
      <Modal
        open
        title={say('pairTitle', { name: merchant.name })}
        cancelButtonProps={{ style: { display: 'none' } }}
        okText={say('pairClose')}
        onOk={onClose}
        onCancel={onClose}
      >
        <Alert type="success" showIcon role="status" title={say('pairedSaid', { label: paired })} />
      </Modal>
    )
  return (
    <Modal open title={say('pairTitle', { name: merchant.name })} footer={null} onCancel={onClose}>
      <p>{say('pairHow', { address })}</p>
      <div style={{ textAlign: 'center' }}>
        <QrCode text={`${address}#pair=${code.code}`} label={say('pairQr')} className="pairing-qr" />
        <p className="pairing-code">{code.code}</p>
        <p className="hint">{say('pairUntil', { until: showInstant(code.expiresAt) })}</p>
      </div>
    </Modal>
  )
}

function Revoke({ merchant, device, onClose }: { merchant: string; device: Device; onClose: () => void }): ReactNode {
  const { message } = App.useApp()
  const revoke = useAct(
    (_: object, key) =>
      answeredWith(
        api.DELETE('/v1/merchants/{id}/devices/{device}', {
          params: { path: { id: merchant, device: device.id }, query: {}, header: { 'Idempotency-Key': key } },
        }),
      ),
    {
      onDone() {
        void message.success(say('revokedSaid'))
        onClose()
      },
    },
  )
  return (
    <Modal
      open
      title={say('revokeTitle', { label: device.label })}
      okText={say('revoke')}
      okButtonProps={{ danger: true }}
      confirmLoading={revoke.isPending}
      onOk={() => revoke.mutate({})}
      onCancel={onClose}
    >
      <p>{say('revokeWhat')}</p>
      {revoke.error && <Failure error={revoke.error} />}
    </Modal>
  )
}
