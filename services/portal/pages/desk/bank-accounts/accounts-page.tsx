import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { fundsQuery } from '../funds/funds.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { usePower } from '../parts/powers.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { useAccountActs } from './account-acts.tsx'
import { isOwn } from './account-need.ts'
import { type BankAccount, bankAccountsQuery, isOpen, transfersUnderWayQuery } from './bank.queries.ts'
import { say as sayClosing } from './closing/words.ts'
import { UnidentifiedTable } from './entries/unidentified-table.tsx'
import { FundsFrame } from './funds-frame.tsx'
import { FundsOnAccounts, useFigures } from './funds-on-accounts.tsx'
import { OpenAccountDrawer } from './open-account-drawer.tsx'
import { PayersPart } from './payers/payers-part.tsx'
import { TransfersTable } from './transfers/transfers-table.tsx'
import { say } from './words.ts'

/** Accounts of unions: what lies on each in all, what each fund has there, and what is on its way between them. */
export function AccountsPage(): ReactNode {
  const power = usePower('openBankAccount')
  const read = useQuery(bankAccountsQuery)
  const { data } = read
  const [isOpening, setOpening] = useState(false)
  return (
    <FundsFrame title="accounts">
      {power?.kind === 'may' && (
        <Button type="primary" onClick={() => setOpening(true)} style={{ marginBlockEnd: 12 }}>
          {say('open')}
        </Button>
      )}
      <Reading of={read} />
      {data?.length === 0 && <NoneYet none={say('none')} act="openBankAccount" how={say('noneHow')} />}
      {data && data.length > 0 && <Accounts accounts={data} />}
      <PayersPart />
      {isOpening && <OpenAccountDrawer onClose={() => setOpening(false)} />}
    </FundsFrame>
  )
}

function Accounts({ accounts }: { readonly accounts: readonly BankAccount[] }): ReactNode {
  const { unit } = useMoneyUnit()
  const nameOf = useDivisionName(accounts.map(({ division }) => division))
  const transfers = useQuery(transfersUnderWayQuery)
  const { data: funds } = useQuery(fundsQuery)
  const ownFundOf = ({ ownFund }: BankAccount) => funds?.find(({ id }) => id === ownFund)?.name ?? ownFund ?? ''
  const acts = useAccountActs()
  const [withClosed, setWithClosed] = useState(false)
  const closed = accounts.filter((account) => !isOpen(account))
  const shown = [...accounts.filter(isOpen), ...(withClosed ? closed : [])]
  return (
    <>
      <p className="hint">
        {say('amountUnit', { unit: say(`unit.${unit}`) })} {say('heldHint')}
      </p>
      {closed.length > 0 && (
        <Checkbox checked={withClosed} onChange={({ target }) => setWithClosed(target.checked)}>
          {sayClosing('showClosed', { count: closed.length })}
        </Checkbox>
      )}
      <DataTable<BankAccount>
        name={say('accounts')}
        rows={shown}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: say('name'),
            text: (account) => [account.name, ...remarksOf(account)].join(' '),
            render: (account) => (
              <>
                {account.name}{' '}
                {remarksOf(account).map((remark) => (
                  <small key={remark} className="hint">
                    {remark}
                  </small>
                ))}
              </>
            ),
            order: ({ name }) => name,
          },
          {
            key: 'division',
            title: say('union'),
            text: ({ division }) => nameOf(division),
            order: ({ division }) => division,
          },
          { key: 'bank', title: say('bank'), text: ({ bank }) => bank, order: ({ bank }) => bank },
          { key: 'digits', title: say('lastDigits'), text: ({ lastDigits }) => lastDigits },
          ...useFigures<BankAccount>(({ funds: lying }) => lying ?? undefined),
          {
            key: 'statements',
            title: say('statements'),
            text: sayStated,
            render: (account) =>
              isOwn(account) && (
                <Link to="/desk/funds/accounts/$account" params={{ account: account.id }}>
                  {sayStated(account)}
                </Link>
              ),
          },
          { key: 'ownFund', title: say('ownFund'), text: ownFundOf, order: ownFundOf },
          ...(acts.isOfficer
            ? [
                {
                  key: 'acts',
                  title: say('actions'),
                  text: () => '',
                  render: (account: BankAccount) => isOwn(account) && acts.buttonsOf(account),
                },
              ]
            : []),
        ]}
      />
      {acts.drawer}
      <Typography.Title level={2}>{say('byFund')}</Typography.Title>
      <FundsOnAccounts accounts={accounts} />
      <UnidentifiedTable />
      <Typography.Title level={2}>{say('underWay')}</Typography.Title>
      <Reading of={transfers} />
      {transfers.data && <TransfersTable transfers={transfers.data} name={say('underWay')} isOfMany />}
    </>
  )
}

function remarksOf(account: BankAccount): string[] {
  const { closedOn } = account
  return [
    ...(isOwn(account) ? [] : [say('otherUnion')]),
    ...(closedOn === undefined ? [] : [sayClosing('closedOn', { day: sayDay(closedOn) })]),
  ]
}

/** How far the bank's papers reach, and what of both sides is open. */
function sayStated({ statedUntil, openLines = 0, openMovements = 0 }: BankAccount): string {
  if (statedUntil === undefined) return say('neverStated')
  const open = openLines + openMovements
  return open === 0 ? say('stated', { day: statedUntil }) : say('statedOpen', { day: statedUntil, count: open })
}
