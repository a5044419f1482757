import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import type { BankAccount } from './bank.queries.ts'
import { CloseAccountDrawer } from './closing/close-account-drawer.tsx'
import { say as sayClosing } from './closing/words.ts'
import { BankEntryDrawer } from './entries/bank-entry-drawer.tsx'
import { say as sayEntry } from './entries/words.ts'
import { OwnFundDrawer } from './own-fund-drawer.tsx'
import { say } from './words.ts'

type Act = 'close' | 'setOwnFund' | 'interest' | 'charge' | 'unidentifiedEntry'

/** What an officer does with an account, and the one form that is open. */
export function useAccountActs(): {
  readonly isOfficer: boolean
  buttonsOf(account: BankAccount): ReactNode
  readonly drawer: ReactNode
} {
  const isOfficer = useSession().role === 'officer'
  const [opened, setOpened] = useState<{ readonly act: Act; readonly account: BankAccount }>()
  const close = () => setOpened(undefined)
  const actsOf = ({ ownFund, closedOn }: BankAccount): readonly Act[] => {
    if (closedOn !== undefined) return []
    const ofOwnFund: readonly Act[] = ownFund === undefined ? [] : ['interest', 'charge', 'unidentifiedEntry']
    return [...ofOwnFund, 'setOwnFund', 'close']
  }
  return {
    isOfficer,
    buttonsOf: (account) => (
      <Space wrap>
        {actsOf(account).map((act) => (
          <Button key={act} size="small" onClick={() => setOpened({ act, account })}>
            {act === 'close' ? sayClosing('close') : act === 'setOwnFund' ? say(act) : sayEntry(act)}
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
  if (act === 'close') return <CloseAccountDrawer account={account} onClose={onClose} />
  if (act === 'setOwnFund') return <OwnFundDrawer account={account} onClose={onClose} />
  return ownFund && <BankEntryDrawer act={act} account={{ ...account, ownFund }} onClose={onClose} />
}
