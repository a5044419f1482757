import { useQuery } from '@tanstack/react-query'
import { Drawer, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { enteredAs } from '../bank-accounts/entries/bank-entry-drawer.tsx'
import { DonationDrawer } from '../funds/donation-drawer.tsx'
import { fundsQuery } from '../funds/funds.queries.ts'
import { say as sayFunds } from '../funds/words.ts'
import type { BankLine } from './statements.queries.ts'
import { say } from './words.ts'

/** A gift as the bank has it: to which fund, then its form, filled in. */
export function DonationOfLine({
  line: { reference, day, amountFen },
  account,
  onClose,
}: {
  readonly line: BankLine
  readonly account: string
  /** With the id of what was entered, where nobody else has to agree. */
  readonly onClose: (entered?: string) => void
}): ReactNode {
  const { data: funds = [] } = useQuery(fundsQuery)
  const [chosen, setChosen] = useState<string>()
  const fund = funds.find(({ id }) => id === chosen)
  if (fund)
    return (
      <DonationDrawer
        fund={fund}
        of={{ paper: reference, amountFen, receivedOn: day, bankAccount: account, lateReason: say('byStatement') }}
        onClose={(sent) => onClose(enteredAs(sent))}
      />
    )
  return (
    <Drawer open title={sayFunds('donate')} onClose={() => onClose()}>
      <p>{say('toFund')}</p>
      <Select
        aria-label={say('toFund')}
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        options={funds.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setChosen}
      />
    </Drawer>
  )
}
