import { useQuery } from '@tanstack/react-query'
import { formatYuan } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import type { Schemas } from '../../common/api/client.ts'
import { bracketed } from '../../common/punctuation.ts'
import { type MoneyUnit, useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { useBankAccountName } from '../bank-accounts/bank.queries.ts'
import { usePayerName } from '../bank-accounts/payers/payers.queries.ts'
import { fundsQuery } from '../funds/funds.queries.ts'
import { sayAccount } from './account-word.ts'
import { actCountWords } from './act-words.ts'
import { say } from './words.ts'

export type ActMove = Schemas['ActMove']

/** What an act moves: of each account what is there, what changes, and what will be there. Who makes it and who approves it see the same. */
export function ActMoves({
  moves,
  nameOf = (id) => id,
}: {
  readonly moves: readonly ActMove[]
  /** Of goods, a programme, a merchant, a depot, a site. */
  readonly nameOf?: (id: string) => string
}): ReactNode {
  const money = useMoney()
  const { unit } = useMoneyUnit()
  const { data: funds } = useQuery({ ...fundsQuery, enabled: moves.some(({ fund }) => fund !== undefined) })
  const accountOf = useBankAccountName({ isAsked: moves.some(({ bankAccount }) => bankAccount !== undefined) })
  const payerOf = usePayerName({ isAsked: moves.some(({ payer }) => payer !== undefined) })
  const fundOf = ({ fund }: ActMove) => funds?.find(({ id }) => id === fund)?.name
  if (moves.length === 0) return <p>{say('movesNothing')}</p>
  return (
    <ul className="moves" aria-label={titleOfMoves(moves, unit)}>
      {once(moves).map((move) => {
        const { account, commodity, before, change, after } = move
        const show = commodity === 'CNY' ? money : String
        return (
          <li key={JSON.stringify(move)}>
            <span>
              {sayAccount(account)}
              <small>
                {' '}
                {[
                  fundOf(move),
                  move.bankAccount && accountOf(move.bankAccount),
                  move.payer && payerOf(move.payer),
                  ...placesOf(move).map(nameOf),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <span className="figure">
              {before !== undefined && `${show(before)} → ${show(after ?? before)}`}
              <strong
                className={change < 0 ? 'change out' : 'change in'}
              >{`${change < 0 ? '−' : '+'}${show(Math.abs(change))}`}</strong>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** What was given stands in both books; it is told once. */
function once(moves: readonly ActMove[]): readonly ActMove[] {
  return moves.filter(({ account, fund }) => !(account === 'donated' && moves.some(isGrantOf(fund))))
}

function isGrantOf(fund: string | undefined): (move: ActMove) => boolean {
  return (move) => move.account === 'granted' && move.fund === fund
}

/** Amounts in the unit that is chosen; goods in pieces. */
export function titleOfMoves(moves: readonly ActMove[], unit: MoneyUnit): string {
  const isMoney = moves.some(({ commodity }) => commodity === 'CNY')
  return isMoney ? bracketed(say('moves'), say(`unit.${unit}`)) : say('movesOfGoods')
}

function placesOf({ commodity, programme, merchant, depot, site }: ActMove): string[] {
  const goods = commodity === 'CNY' ? undefined : commodity
  return [goods, programme, merchant, depot, site].filter((place) => place !== undefined)
}

type Because = Schemas['ActPreview']['because'][number]

/** Why an act waits for another person, a sentence each. */
export function sayBecause({ rule, kind, limit, value }: Because): string {
  const show =
    !(kind in actCountWords) && rule !== 'late-entry'
      ? (fen: number) => say('inYuan', { amount: formatYuan(fen) })
      : String
  // Without a limit, each of them waits.
  if (rule === 'one-act' && limit === 0) return say('because.each', { value: show(value) })
  return say(`because.${rule}`, { limit: show(limit), value: show(value) })
}
