import { useQuery } from '@tanstack/react-query'
import { sumFen } from '@welfare/contracts/money.ts'
import { Button, Modal, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAmount } from '../shell/use-amount.ts'
import { PeopleSearch } from './people-search.tsx'
import type { Person } from './people-table.tsx'
import { vouchersQuery } from './person.queries.ts'
import type { Worker } from './person-header.tsx'
import { ReasonedAct } from './reasoned-act.tsx'
import { say } from './words.ts'

/** The other record of the same person is looked for, and ends. */
export function MergeRecords({ person, onDone }: { readonly person: Worker; readonly onDone: () => void }): ReactNode {
  const [found, setFound] = useState<readonly Person[]>()
  const [double, setDouble] = useState<Person>()
  if (double) return <Merge person={person} double={double} onDone={onDone} />
  const others = found?.filter(({ id }) => id !== person.id)
  return (
    <Modal open width={720} title={say('mergeFind')} footer={null} onCancel={onDone}>
      <PeopleSearch onFound={setFound} />
      {others?.length === 0 && <p>{say('nobodyFound')}</p>}
      <ul style={{ listStyle: 'none', padding: 0 }}>
        {others?.map((one) => (
          <li key={one.id}>
            <Space wrap>
              <span>
                {[one.person?.name, one.person?.identityNumber, one.person?.phone, one.employerName, one.trade]
                  .filter((said) => said !== undefined)
                  .join(' · ')}
              </span>
              <Button size="small" onClick={() => setDouble(one)}>
                {say('mergeThis')}
              </Button>
            </Space>
          </li>
        ))}
      </ul>
    </Modal>
  )
}

interface MergeProps {
  readonly person: Worker
  readonly double: Person
  readonly onDone: () => void
}

function Merge({ person, double, onDone }: MergeProps): ReactNode {
  const amount = useAmount()
  const { data: vouchers } = useQuery(vouchersQuery(double.id))
  const open = vouchers?.flatMap(({ credits }) => credits.filter(({ ended }) => !ended)) ?? []
  const back = sumFen(open.map(({ remainingFen }) => remainingFen))
  return (
    <ReasonedAct
      form={`merge.${person.id}.${double.id}`}
      title={say('merge')}
      act={say('mergeNow')}
      isRisky
      effect={say('mergeEffect', {
        double: `${double.person?.name} ${double.person?.identityNumber}`,
        survivor: `${person.person?.name} ${person.person?.identityNumber}`,
        back: amount(back),
      })}
      perform={({ reason }, key) =>
        answerOf(
          api.POST('/v1/workers/{id}/doubles', {
            params: { path: { id: person.id }, header: { 'Idempotency-Key': key } },
            body: { double: double.id, reason },
          }),
        )
      }
      changes={[['worker'], ['roster']]}
      onDone={() => onDone()}
    />
  )
}
