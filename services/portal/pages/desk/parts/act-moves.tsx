import { formatYuan } from '@welfare/contracts/money.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import type { ReactNode } from 'react'
import type { Schemas } from '../../common/api/client.ts'
import { type MoneyUnit, useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { sayWord } from '../../common/words.ts'
import { say } from './words.ts'

export type ActMove = Schemas['ActMove']

/** What an act moves: of each account what is there, what changes, and what will be there. Who makes it and who approves it see the same. */
export function ActMoves({
  moves,
  nameOf = (id) => id,
}: {
  readonly moves: readonly ActMove[]
  /** Of goods, a fund, a programme, a merchant, a depot, a site. */
  readonly nameOf?: (id: string) => string
}): ReactNode {
  const money = useMoney()
  const { unit } = useMoneyUnit()
  if (moves.length === 0) return <p>{say('movesNothing')}</p>
  return (
    <ul className="moves" aria-label={titleOfMoves(moves, unit)}>
      {moves.map((move) => {
        const { account, commodity, before, change, after } = move
        const show = commodity === 'CNY' ? money : String
        return (
          <li key={JSON.stringify(move)}>
            <span>
              {sayWord(accountWords[account])}
              <small> {placesOf(move).map(nameOf).join(' · ')}</small>
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

/** Amounts in the unit that is chosen; goods in pieces. */
export function titleOfMoves(moves: readonly ActMove[], unit: MoneyUnit): string {
  const isMoney = moves.some(({ commodity }) => commodity === 'CNY')
  return isMoney ? `${say('moves')}（${say(`unit.${unit}`)}）` : say('movesOfGoods')
}

function placesOf({ commodity, programme, merchant, depot, site }: ActMove): string[] {
  const goods = commodity === 'CNY' ? undefined : commodity
  return [goods, programme, merchant, depot, site].filter((place) => place !== undefined)
}

type Because = Schemas['ActPreview']['because'][number]

/** Why an act waits for another person, a sentence each. */
export function sayBecause({ rule, kind, limit, value }: Because): string {
  const isMoney = !['closing', 'bulk-void', 'write-off', 'rule-change', 'price-list'].includes(kind)
  const show = isMoney && rule !== 'late-entry' ? (fen: number) => say('inYuan', { amount: formatYuan(fen) }) : String
  return say(`because.${rule}`, { limit: show(limit), value: show(value) })
}
