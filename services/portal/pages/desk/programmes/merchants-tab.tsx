import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Empty, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { allMerchantsQuery } from '../parts/directory.queries.ts'
import { ReasonedAct } from '../person/reasoned-act.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure } from '../shell/states.tsx'
import { admittedQuery, type Programme } from './programmes.queries.ts'
import { say } from './words.ts'

interface Admitted {
  readonly id: string
  readonly name: string
}

export function MerchantsTab({ programme }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const read = useQuery(admittedQuery(programme.id))
  const { data: admitted } = read
  const { data: merchants = [] } = useQuery(allMerchantsQuery)
  const [leaving, setLeaving] = useState<Admitted>()
  if (!admitted) return <Reading of={read} />
  const isOfficer = role === 'officer' && programme.status === 'open'
  const rows = admitted.items.map((id): Admitted => ({ id, name: merchants.find((one) => one.id === id)?.name ?? id }))
  const others = merchants.filter(({ id }) => !admitted.items.includes(id))
  return (
    <>
      {isOfficer && <Admit programme={programme.id} others={others} />}
      {rows.length === 0 ? (
        <Empty description={say('merchantsNone')} />
      ) : (
        <DataTable<Admitted>
          name="programme-merchants"
          label={say('merchants')}
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              ...{ key: 'name', title: say('merchants') },
              text: ({ name }) => name,
              order: ({ name }) => name,
              render: ({ id, name }) => (
                <Link to="/desk/merchants/$merchant" params={{ merchant: id }}>
                  {name}
                </Link>
              ),
            },
            {
              ...{ key: 'statements', title: say('settlement'), isAct: true, text: () => '' },
              render: ({ id }) => {
                const statement = admitted.statements.find(({ merchant }) => merchant === id)?.statement
                return (
                  statement && (
                    <Link to="/desk/settlement/statements/$statement" params={{ statement }}>
                      {say('seeStatements')}
                    </Link>
                  )
                )
              },
            },
            ...(isOfficer
              ? [
                  {
                    ...{ key: 'actions', title: say('actions'), isAct: true, text: () => '' },
                    render: (merchant: Admitted) => (
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
  return (
    <ReasonedAct
      form={`withdraw.${programme}.${merchant.id}`}
      title={say('withdrawTitle', { name: merchant.name })}
      act={say('withdraw')}
      effect={say('withdrawWhat')}
      perform={({ reason }, key) =>
        answerOf(
          api.DELETE('/v1/programmes/{id}/merchants/{merchant}', {
            params: {
              path: { id: programme, merchant: merchant.id },
              query: { reason },
              header: { 'Idempotency-Key': key },
            },
          }),
        )
      }
      onDone={(isDone) => {
        if (isDone) void message.success(say('withdrawn'))
        onClose()
      }}
    />
  )
}
