import { addDays } from '@welfare/contracts/days.ts'
import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { ReasonDrawer } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { PrepareDrawer } from '../payments/prepare-drawer.tsx'
import type { Statement, StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { ConfirmDrawer } from './confirm-drawer.tsx'
import { GiveUpDrawer } from './give-up-drawer.tsx'
import { ProposeDrawer } from './propose-drawer.tsx'
import { RepaymentDrawer } from './repayment-drawer.tsx'
import { TermsDrawer } from './terms-drawer.tsx'
import { WaiverDrawer } from './waiver-drawer.tsx'

const acts = ['propose', 'confirm', 'prepare', 'withdraw', 'repayment', 'giveUp', 'waive', 'setTerms'] as const
const forward: readonly Act[] = ['propose', 'confirm', 'prepare']
type Act = (typeof acts)[number]

/** What an officer may do with the number that is shown, and with the merchant's statements as a whole. */
function actsOf({ claims, open }: Statement, { number, status }: StatementNumber): readonly Act[] {
  const isOpen = number === open.number
  return acts.filter((act) => {
    if (act === 'propose') return isOpen && (status === 'open' || status === 'draft')
    if (act === 'confirm') return isOpen && status === 'proposed'
    if (act === 'withdraw') return isOpen && (status === 'proposed' || status === 'confirmed')
    if (act === 'prepare' || act === 'waive') return status === 'approved'
    return act === 'setTerms' || claims.length > 0
  })
}

export function StatementActs({
  statement,
  number,
}: {
  readonly statement: Statement
  readonly number: StatementNumber
}): ReactNode {
  const { role } = useSession()
  const today = useToday()
  // As it was when its form was opened: what changes meanwhile is refused, and does not slip into what is sent.
  const [opened, setOpened] = useState<Opened>()
  if (role !== 'officer') return null
  const { open, silenceDays } = statement
  const last =
    silenceDays === undefined || open.proposedOn === undefined ? undefined : addDays(open.proposedOn, silenceDays)
  const silentUntil = last !== undefined && today !== undefined && today > last ? last : undefined
  return (
    <>
      <Space wrap className="not-on-paper" style={{ marginBlock: 12 }}>
        {actsOf(statement, number).map((act) => (
          <Button
            key={act}
            type={forward.includes(act) ? 'primary' : 'default'}
            onClick={() => setOpened({ act, statement, number, silentUntil })}
          >
            {say(act)}
          </Button>
        ))}
      </Space>
      {number.status === 'proposed' && (
        <p className="waits not-on-paper">
          {say('waitsForMerchant')}
          {last !== undefined && silentUntil === undefined && say('silentFrom', { day: sayDay(last) })}
        </p>
      )}
      {opened && <ActForm {...opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

interface Opened {
  readonly act: Act
  readonly statement: Statement
  readonly number: StatementNumber
  readonly silentUntil: string | undefined
}

function ActForm({
  act,
  statement,
  number,
  silentUntil,
  onClose,
}: Opened & { readonly onClose: () => void }): ReactNode {
  const { id, merchant, programme, open } = statement
  switch (act) {
    case 'propose':
      return <ProposeDrawer programme={programme} merchant={merchant} onClose={onClose} />
    case 'confirm':
      return <ConfirmDrawer statement={statement} silentUntil={silentUntil} onClose={onClose} />
    case 'prepare':
      return <PrepareDrawer merchant={merchant} onClose={onClose} />
    case 'withdraw':
      return (
        <ReasonDrawer
          title={say('withdraw')}
          form={`withdraw.${id}.${open.number}.${open.revision}`}
          hint={say('withdrawWhat')}
          done={say('withdrawn')}
          send={({ reason }, key) => {
            const params = { path: { id }, header: { 'Idempotency-Key': key } }
            return answerOf(
              api.POST('/v1/statements/{id}/withdrawal', { body: { number: open.number, reason }, params }),
            )
          }}
          onClose={onClose}
        />
      )
    case 'repayment':
      return <RepaymentDrawer statement={statement} onClose={onClose} />
    case 'giveUp':
      return <GiveUpDrawer statement={statement} onClose={onClose} />
    case 'waive':
      return <WaiverDrawer id={id} number={number} onClose={onClose} />
    case 'setTerms':
      return <TermsDrawer statement={statement} onClose={onClose} />
  }
}
