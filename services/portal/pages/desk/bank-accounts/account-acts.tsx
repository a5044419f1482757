import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import type { BankAccount } from './bank.queries.ts'
import { BankEntryDrawer } from './bank-entry-drawer.tsx'
import { OwnFundDrawer } from './own-fund-drawer.tsx'
import { say } from './words.ts'

type Act = 'setOwnFund' | 'interest' | 'charge' | 'unidentifiedEntry'

/** What an officer does with an account, and the one form that is open. */
export function useAccountActs(): {
  readonly isOfficer: boolean
  buttonsOf(account: BankAccount): ReactNode
  readonly drawer: ReactNode
} {
  const isOfficer = useSession().role === 'officer'
  const [opened, setOpened] = useState<{ readonly act: Act; readonly account: BankAccount }>()
  const close = () => setOpened(undefined)
  const actsOf = ({ ownFund }: BankAccount): readonly Act[] =>
    ownFund === undefined ? ['setOwnFund'] : ['interest', 'charge', 'unidentifiedEntry', 'setOwnFund']
  return {
    isOfficer,
    buttonsOf: (account) => (
      <Space wrap>
        {actsOf(account).map((act) => (
          <Button key={act} size="small" onClick={() => setOpened({ act, account })}>
            {say(act)}
          </Button>
        ))}
      </Space>
    ),
    drawer: opened && <Opened {...opened} onClose={close} />,
  }
}

function Opened({
  act,
  account,
  onClose,
}: {
  readonly act: Act
  readonly account: BankAccount
  readonly onClose: () => void
}): ReactNode {
  const { ownFund } = account
  if (act === 'setOwnFund') return <OwnFundDrawer account={account} onClose={onClose} />
  return ownFund && <BankEntryDrawer act={act} account={{ ...account, ownFund }} onClose={onClose} />
}
