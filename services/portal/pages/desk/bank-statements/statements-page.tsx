import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { isOwn } from '../bank-accounts/account-need.ts'
import { type BankAccount, bankAccountsQuery, isOpen, sayBankAccount } from '../bank-accounts/bank.queries.ts'
import { usePower } from '../parts/powers.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { NotFound } from '../shell/states.tsx'
import { BankEntries } from './bank-entries.tsx'
import { CertainMatches } from './certain-matches.tsx'
import { ImportDrawer } from './import-drawer.tsx'
import { MatchedItems } from './matched-items.tsx'
import { OpenItems } from './open-items.tsx'
import { ReconciliationOfMonth } from './reconciliation-of-month.tsx'
import { statementsQuery } from './statements.queries.ts'
import { StatementsList } from './statements-list.tsx'
import { say } from './words.ts'

/** The bank's papers of one account, and what of them is money of the books. */
export function StatementsPage(): ReactNode {
  const { account: id } = useParams({ from: '/desk/funds/accounts/$account' })
  const read = useQuery(bankAccountsQuery)
  const account = read.data?.find((one) => one.id === id)
  return (
    <>
      <Reading of={read} isPage />
      {read.data && !account && <NotFound />}
      {account && (
        <>
          <Link to="/desk/funds/accounts">{say('back')}</Link>
          <Typography.Title level={1}>{say('title', { account: sayBankAccount(account) })}</Typography.Title>
          {isOwn(account) ? <Papers account={account} /> : <p>{say('notOurs')}</p>}
        </>
      )}
    </>
  )
}

function Papers({ account }: { readonly account: BankAccount }): ReactNode {
  const { id, statedUntil, openLines = 0, openMovements = 0 } = account
  const may = usePower('importBankStatement')?.kind === 'may'
  const { unit } = useMoneyUnit()
  const read = useQuery(statementsQuery(id))
  const [isImporting, setImporting] = useState(false)
  const last = read.data?.at(-1)
  return (
    <>
      <p>
        {statedUntil === undefined
          ? say('none')
          : say('upTo', { day: sayDay(statedUntil), lines: openLines, movements: openMovements })}
      </p>
      <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
      {may && isOpen(account) && (
        <Button type="primary" className="not-on-paper" onClick={() => setImporting(true)}>
          {say('import')}
        </Button>
      )}
      <Reading of={read} />
      <BankEntries account={id} />
      {read.data && last && (
        <>
          {may && <CertainMatches account={id} />}
          <OpenItems account={account} may={may} />
          <ReconciliationOfMonth account={id} statements={read.data} />
          <MatchedItems account={id} may={may} />
          <StatementsList account={id} statements={read.data} may={may} />
        </>
      )}
      {isImporting && <ImportDrawer account={id} last={last} onClose={() => setImporting(false)} />}
    </>
  )
}
