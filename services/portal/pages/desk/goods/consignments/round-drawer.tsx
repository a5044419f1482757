import { useQuery } from '@tanstack/react-query'
import { App, Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { allProgrammesQuery } from '../../parts/directory.queries.ts'
import { depotsQuery } from '../goods.queries.ts'
import { roundsQuery } from './consignments.queries.ts'
import { say } from './words.ts'

interface Typed {
  readonly programme?: string
  readonly round?: string
  readonly depot?: string
}
type Planned = AnswerOf<'planRoundConsignments'>

/** A consignment for each site of a round's frozen list. */
export function RoundDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { message } = App.useApp()
  return (
    <ActDrawer<Typed, { round: string; depot: string }, Planned>
      title={say('planRound')}
      form="plan-round"
      empty={{}}
      toBody={({ round, depot }) => (round && depot ? { round, depot } : undefined)}
      send={({ round, depot }, key) =>
        answerOf(
          api.POST('/v1/rounds/{id}/consignments', {
            body: { depot },
            params: { path: { id: round }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      submit={say('planRound')}
      done={say('planRound')}
      onClose={(planned) => {
        if (planned) void message.success(say('planned', { count: planned.consignments.length }))
        onClose()
      }}
    >
      {(_, { programme }) => <RoundFields programme={programme} />}
    </ActDrawer>
  )
}

function RoundFields({ programme }: { readonly programme: string | undefined }): ReactNode {
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const { data: depots = [] } = useQuery(depotsQuery)
  const { data: rounds } = useQuery(roundsQuery(programme))
  const ofSites = programmes.filter(({ plan }) => plan === 'sites')
  const sealed = (rounds ?? []).filter(({ plan }) => plan === 'sites')
  const optionsOf = (all: readonly { readonly id: string; readonly name: string }[]) =>
    all.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <p className="hint">{say('planRoundWhat')}</p>
      <Form.Item
        name="programme"
        label={say('programme')}
        rules={[{ required: true, message: say('programmeMissing') }]}
      >
        <Select options={optionsOf(ofSites)} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="round" label={say('round')} rules={[{ required: true, message: say('roundMissing') }]}>
        <Select options={optionsOf(sealed)} />
      </Form.Item>
      {rounds && sealed.length === 0 && <p className="hint">{say('noRounds')}</p>}
      <Form.Item name="depot" label={say('depot')} rules={[{ required: true, message: say('depotMissing') }]}>
        <Select options={optionsOf(depots)} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </>
  )
}
