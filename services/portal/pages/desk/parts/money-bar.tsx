import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useMoney } from '../../common/react/money.tsx'
import { sayAccount } from './account-word.ts'

/** The states of money in the order in which it goes through them; a further one is a line here. */
const states = ['available', 'reserved', 'allocated', 'committed', 'issued', 'used'] as const
type MoneyState = (typeof states)[number]
export type Balances = { readonly [State in MoneyState as `${State}Fen`]: number }

/** Where every fen is: a bar of its states, and the same in figures. */
export function MoneyBar({ balances, label }: { readonly balances: Balances; readonly label: string }): ReactNode {
  const money = useMoney()
  const parts = states.map((state) => ({ state, fen: balances[`${state}Fen`] })).filter(({ fen }) => fen > 0)
  const said = parts.map(({ state, fen }) => `${sayAccount(state)} ${money(fen)}`)
  return (
    <figure className="money-bar">
      <div role="img" aria-label={[label, said.join(mark('clause'))].join(mark('colon'))} className="money-bar-parts">
        {parts.map(({ state, fen }) => (
          <span key={state} className={`money-${state}`} style={{ flexGrow: fen }} />
        ))}
      </div>
      <ul>
        {parts.map(({ state, fen }) => (
          <li key={state}>
            <span className={`money-key money-${state}`} />
            {sayAccount(state)} <span className="figure">{money(fen)}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
