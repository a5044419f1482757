import { addDays } from '@welfare/contracts/days.ts'
import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { PrepareDrawer } from '../payments/prepare-drawer.tsx'
import { ReasonDrawer } from '../reason-drawer.tsx'
import type { Statement, StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { ConfirmDrawer } from './confirm-drawer.tsx'
import { GiveUpDrawer } from './give-up-drawer.tsx'
import { ProposeDrawer } from './propose-drawer.tsx'
import { RepaymentDrawer } from './repayment-drawer.tsx'
import { TermsDrawer } from './terms-drawer.tsx'

const acts = ['propose', 'confirm', 'prepare', 'withdraw', 'repayment', 'giveUp', 'setTerms'] as const
const forward: readonly Act[] = ['propose', 'confirm', 'prepare']
type Act = (typeof acts)[number]

/** What an officer may do with the number that is shown, and with the merchant's statements as a whole. */
function actsOf({ claims, open }: Statement, { number, status }: StatementNumber): readonly Act[] {
  const isOpen = number === open.number
  return acts.filter((act) => {
    if (act === 'propose') return isOpen && (status === 'open' || status === 'draft')
    if (act === 'confirm') return isOpen && status === 'proposed'
    if (act === 'withdraw') return isOpen && (status === 'proposed' || status === 'confirmed')
    if (act === 'prepare') return status === 'approved'
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
  const [opened, setOpened] = useState<Act>()
  if (role !== 'officer') return null
  const { id, open, silenceDays } = statement
  const close = () => setOpened(undefined)
  const last =
    silenceDays === undefined || open.proposedOn === undefined ? undefined : addDays(open.proposedOn, silenceDays)
  const isSilent = last !== undefined && today !== undefined && today > last
  return (
    <>
      <Space wrap className="not-on-paper" style={{ marginBlock: 12 }}>
        {actsOf(statement, number).map((act) => (
          <Button key={act} type={forward.includes(act) ? 'primary' : 'default'} onClick={() => setOpened(act)}>
            {say(act)}
          </Button>
        ))}
      </Space>
      {number.status === 'proposed' && (
        <p className="waits not-on-paper">
          {say('waitsForMerchant')}
          {last !== undefined && !isSilent && say('silentFrom', { day: sayDay(last) })}
        </p>
      )}
      {opened === 'propose' && (
        <ProposeDrawer programme={statement.programme} merchant={statement.merchant} onClose={close} />
      )}
      {opened === 'confirm' && (
        <ConfirmDrawer statement={statement} silentUntil={isSilent ? last : undefined} onClose={close} />
      )}
      {opened === 'withdraw' && (
        <ReasonDrawer
          title={say('withdraw')}
          form={`withdraw.${id}.${open.number}`}
          hint={say('withdrawWhat')}
          done={say('withdrawn')}
          send={({ reason }, key) => {
            const params = { path: { id }, header: { 'Idempotency-Key': key } }
            return answerOf(
              api.POST('/v1/statements/{id}/withdrawal', { body: { number: open.number, reason }, params }),
            )
          }}
          onClose={close}
        />
      )}
      {opened === 'prepare' && <PrepareDrawer merchant={statement.merchant} onClose={close} />}
      {opened === 'repayment' && <RepaymentDrawer statement={statement} onClose={close} />}
      {opened === 'giveUp' && <GiveUpDrawer statement={statement} onClose={close} />}
      {opened === 'setTerms' && <TermsDrawer statement={statement} onClose={close} />}
    </>
  )
}
