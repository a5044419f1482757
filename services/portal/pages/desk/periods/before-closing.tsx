import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { useBankAccountName } from '../bank-accounts/bank.queries.ts'
import { useNames } from '../parts/directory.queries.ts'
import { usePower } from '../parts/powers.queries.ts'
import { previewOf } from '../parts/preview.ts'
import { ReasonDrawer } from '../parts/reason-drawer.tsx'
import { Reading } from '../shell/reading.tsx'
import { useAmount } from '../shell/use-amount.ts'
import { type BeforeClosing as Answer, beforeClosingQuery, closeMonth } from './periods.queries.ts'
import { say } from './words.ts'

interface OfMonth {
  readonly month: string
  readonly today: string
}

/** What would count in a later month, each with the page where it is brought to its end; then the act. */
export function BeforeClosing({ month, today }: OfMonth): ReactNode {
  const may = usePower('closeMonth')?.kind === 'may'
  const { scope } = useSession()
  const isOfWhole = scope.divisions.includes(WHOLE_LEDGER) && !scope.programmes
  const read = useQuery(beforeClosingQuery(month))
  const [isClosing, setClosing] = useState(false)
  const { data } = read
  return (
    <>
      <Reading of={read} />
      {data && <Found answer={data} today={today} />}
      {may && !isOfWhole && <p className="hint">{say('ofWhole')}</p>}
      {data && may && isOfWhole && today >= data.earliest && (
        <Button type="primary" className="not-on-paper" onClick={() => setClosing(true)}>
          {say('close', { month })}
        </Button>
      )}
      {isClosing && (
        <ReasonDrawer
          title={say('close', { month })}
          form={`close-month.${month}`}
          hint={say('closeWhat', { month })}
          preview={(body, key) => previewOf(closeMonth(month, body, key, true))}
          send={(body, key) => answerOf<object>(closeMonth(month, body, key, false))}
          done={say('begun', { month })}
          onClose={() => setClosing(false)}
        />
      )}
    </>
  )
}

function Found({ answer, today }: { readonly answer: Answer; readonly today: string }): ReactNode {
  const { month, earliest, lateWindows, payments, bankLines, reconciliations } = answer
  const amount = useAmount()
  const accountOf = useBankAccountName()
  const nameOf = useNames(payments.map(({ merchant }) => merchant))
  const toAccount = (account: string) => ({ to: '/desk/funds/accounts/$account', params: { account } }) as const
  const lines = [
    ...lateWindows.map(({ programme, openUntil }) => ({
      key: programme,
      where: { to: '/desk/programmes/$programme', params: { programme } } as const,
      text: said(nameOf(programme), say('lateWindow', { day: sayDay(openUntil) })),
    })),
    ...payments.map(({ payment, merchant, amountFen, sentOn }) => ({
      key: payment,
      where: { to: '/desk/settlement/payments/$payment', params: { payment } } as const,
      text: said(nameOf(merchant), say('payment', { day: sayDay(sentOn), amount: amount(amountFen) })),
    })),
    ...bankLines.map(({ bankAccount, openLines }) => ({
      key: `lines ${bankAccount}`,
      where: toAccount(bankAccount),
      text: said(accountOf(bankAccount), say('bankLines', { count: openLines })),
    })),
    ...reconciliations.map(({ bankAccount, status }) => ({
      key: `month ${bankAccount}`,
      where: toAccount(bankAccount),
      text: said(accountOf(bankAccount), say(status, { month })),
    })),
  ]
  return (
    <>
      {today < earliest && <p>{say('notYet', { day: sayDay(earliest) })}</p>}
      {lines.length === 0 ? (
        <Alert type="success" showIcon title={say('nothing')} />
      ) : (
        <Alert
          type="warning"
          showIcon
          title={say('pushed', { count: lines.length })}
          description={
            <ul>
              {lines.map(({ key, where, text }) => (
                <li key={key}>
                  <Link {...where}>{text}</Link>
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  )
}

function said(about: string, what: string): string {
  return [about, what].join(mark('colon'))
}
