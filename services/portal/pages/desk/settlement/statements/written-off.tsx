import { useQuery } from '@tanstack/react-query'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../common/react/session.tsx'
import { Reading } from '../../shell/reading.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { type Statement, writtenOffQuery } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { RecoveryDrawer } from './recovery-drawer.tsx'

/** What the merchant owed and was written off as a loss: money may come back after all. */
export function WrittenOff({ statement }: { readonly statement: Statement }): ReactNode {
  const read = useQuery(writtenOffQuery(statement))
  const { data: claims = [] } = read
  const isOfficer = useSession().role === 'officer'
  const amount = useAmount()
  // As it was when its form was opened.
  const [opened, setOpened] = useState<readonly Share[]>()
  return (
    <>
      <Reading of={read} />
      {claims.length > 0 && (
        <Alert
          type="info"
          title={say('writtenOffOf', { amount: amount(totalOf(claims)) })}
          action={
            isOfficer && (
              <Button className="not-on-paper" onClick={() => setOpened(claims)}>
                {say('recovery')}
              </Button>
            )
          }
        />
      )}
      {opened && <RecoveryDrawer statement={statement} claims={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}
