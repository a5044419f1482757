import { useQuery } from '@tanstack/react-query'
import { App, Button, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { useWaitingActs } from '../approvals/approvals.queries.ts'
import { type BankAccount, isOpen, type Transfer, transfersUnderWayQuery } from '../bank-accounts/bank.queries.ts'
import { type BankEntryAct, BankEntryDrawer } from '../bank-accounts/entries/bank-entry-drawer.tsx'
import { say as sayEntry } from '../bank-accounts/entries/words.ts'
import { EndTransferDrawer } from '../bank-accounts/transfers/end-transfer-drawer.tsx'
import { say as sayTransfer } from '../bank-accounts/transfers/words.ts'
import { say as sayFunds } from '../funds/words.ts'
import { Failure } from '../shell/states.tsx'
import { DonationOfLine } from './donation-of-line.tsx'
import { type BankLine, matchThem } from './statements.queries.ts'
import { say } from './words.ts'

interface Begun {
  readonly line: BankLine
  readonly entry: BankEntryAct | 'donation' | Transfer
}

/** From a line of the bank to its entry in the books, which is matched with it in the same flow: nobody enters it twice. */
export function useLineEntries(account: BankAccount): {
  readonly isOffered: boolean
  actsOf(line: BankLine): ReactNode
  readonly form: ReactNode
} {
  const { message } = App.useApp()
  const isOffered = useSession().role === 'officer' && isOpen(account)
  const transfers = useQuery({ ...transfersUnderWayQuery, enabled: isOffered })
  const isWaiting = useWaitingActs()
  const [begun, setBegun] = useState<Begun>()
  const match = useAct(matchThem(account.id), { onDone: () => void message.success(say('enteredAndMatched')) })
  const { id, ownFund } = account

  function entriesOf({ amountFen }: BankLine): readonly Begun['entry'][] {
    const arriving = (transfers.data ?? []).filter((one) => one.to === id && one.amountFen === amountFen)
    if (amountFen < 0) return ownFund === undefined ? [] : ['charge']
    return [...arriving, 'donation', ...(ownFund === undefined ? [] : (['interest', 'unidentifiedEntry'] as const))]
  }
  function end(entered: string | undefined): void {
    if (begun && entered !== undefined) match.mutate([{ lines: [begun.line.reference], movements: [entered] }])
    setBegun(undefined)
  }
  return {
    isOffered,
    actsOf(line) {
      const { reference } = line
      if (isWaiting(({ about }) => about.bankAccount === id && about.reference === reference))
        return <Tag color="warning">{say('entryWaits')}</Tag>
      return (
        <Space wrap>
          {entriesOf(line).map((entry) => {
            const what = wordOf(entry)
            return (
              <Button
                key={typeof entry === 'string' ? entry : entry.id}
                size="small"
                aria-label={say('enterLine', { what, reference })}
                onClick={() => setBegun({ line, entry })}
              >
                {what}
              </Button>
            )
          })}
        </Space>
      )
    },
    form: (
      <>
        {match.error && <Failure error={match.error} />}
        {begun && <EntryForm {...begun} account={account} onClose={end} />}
      </>
    ),
  }
}

function wordOf(entry: Begun['entry']): string {
  if (entry === 'donation') return sayFunds('donate')
  return typeof entry === 'string' ? sayEntry(entry) : sayTransfer('arrive')
}

function EntryForm({
  line,
  entry,
  account,
  onClose,
}: Begun & { readonly account: BankAccount; readonly onClose: (entered?: string) => void }): ReactNode {
  const { reference, day, amountFen, counterparty } = line
  const lateReason = say('byStatement')
  if (entry === 'donation') return <DonationOfLine line={line} account={account.id} onClose={onClose} />
  if (typeof entry !== 'string')
    return (
      <EndTransferDrawer
        act="arrive"
        transfer={entry}
        begun={{ day, lateReason, paper: reference }}
        onClose={onClose}
      />
    )
  const { ownFund } = account
  if (ownFund === undefined) return null
  const begun = {
    ...{ amountFen: Math.abs(amountFen), reference, day, lateReason },
    ...(counterparty !== undefined && entry === 'unidentifiedEntry' && { payerLastDigits: counterparty }),
  }
  return <BankEntryDrawer act={entry} account={{ ...account, ownFund }} begun={begun} onClose={onClose} />
}
