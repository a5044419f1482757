import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { fundsQuery } from '../funds/funds.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { usePower } from '../parts/powers.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { useAccountActs } from './account-acts.tsx'
import { isOwn } from './account-need.ts'
import { type BankAccount, bankAccountsQuery, sayBankAccount, transfersUnderWayQuery } from './bank.queries.ts'
import { FundsFrame } from './funds-frame.tsx'
import { OpenAccountDrawer } from './open-account-drawer.tsx'
import { PayersPart } from './payers-part.tsx'
import { TransfersTable } from './transfers-table.tsx'
import { UnidentifiedTable } from './unidentified-table.tsx'
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
  return (
    <>
      <p className="hint">
        {say('amountUnit', { unit: say(`unit.${unit}`) })} {say('heldHint')}
      </p>
      <DataTable<BankAccount>
        name={say('accounts')}
        rows={accounts}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: say('name'),
            text: (account) => (isOwn(account) ? account.name : `${account.name} ${say('otherUnion')}`),
            render: (account) => (
              <>
                {account.name} {!isOwn(account) && <small className="hint">{say('otherUnion')}</small>}
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
      <ByFund accounts={accounts} />
      <UnidentifiedTable />
      <Typography.Title level={2}>{say('underWay')}</Typography.Title>
      <Reading of={transfers} />
      {transfers.data && <TransfersTable transfers={transfers.data} name={say('underWay')} isOfMany />}
    </>
  )
}

/** How far the bank's papers reach, and what of both sides is open. */
function sayStated({ statedUntil, openLines = 0, openMovements = 0 }: BankAccount): string {
  if (statedUntil === undefined) return say('neverStated')
  const open = openLines + openMovements
  return open === 0 ? say('stated', { day: statedUntil }) : say('statedOpen', { day: statedUntil, count: open })
}

interface Lying {
  readonly balanceFen: number
  readonly heldFen: number
  readonly suspenseFen?: number | undefined
}
interface Row extends Lying {
  readonly account: BankAccount
  readonly fund: string
}

function ByFund({ accounts }: { readonly accounts: readonly BankAccount[] }): ReactNode {
  const { data: funds } = useQuery(fundsQuery)
  const fundOf = (id: string) => funds?.find((one) => one.id === id)?.name ?? id
  const rows = accounts.flatMap((account) => (account.funds ?? []).map((lying): Row => ({ account, ...lying })))
  return (
    <DataTable<Row>
      name={say('byFund')}
      rows={rows}
      rowKey={({ account, fund }) => `${account.id} ${fund}`}
      empty={say('byFundNone')}
      columns={[
        {
          key: 'account',
          title: say('account'),
          text: ({ account }) => sayBankAccount(account),
          order: ({ account }) => sayBankAccount(account),
        },
        {
          key: 'fund',
          title: say('fund'),
          text: ({ fund }) => fundOf(fund),
          order: ({ fund }) => fundOf(fund),
          render: ({ fund }) =>
            funds?.some(({ id }) => id === fund) ? (
              <Link to="/desk/funds/$fund" params={{ fund }}>
                {fundOf(fund)}
              </Link>
            ) : (
              fundOf(fund)
            ),
        },
        ...useFigures<Row>((row) => [row]),
      ]}
    />
  )
}

/** Balance, what payments hold of it, and the rest; nothing where that is not told. */
function useFigures<Of>(lyingOf: (row: Of) => readonly Lying[] | undefined) {
  const money = useMoney()
  const sums = {
    balance: (all: readonly Lying[]) => sumFen(all.map(({ balanceFen }) => balanceFen)),
    held: (all: readonly Lying[]) => sumFen(all.map(({ heldFen }) => heldFen)),
    free: (all: readonly Lying[]) =>
      sumFen(
        all.map(({ balanceFen, heldFen, suspenseFen = 0 }) => subtractFen(balanceFen, addFen(heldFen, suspenseFen))),
      ),
  }
  return (['balance', 'held', 'free'] as const).map((key) => {
    const fen = (row: Of) => {
      const all = lyingOf(row)
      return all && sums[key](all)
    }
    return {
      key,
      title: say(key),
      text: (row: Of) => {
        const amount = fen(row)
        return amount === undefined ? '' : money(amount)
      },
      order: (row: Of) => fen(row) ?? -1,
      isFigure: true,
    }
  })
}
