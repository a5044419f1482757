import { formatWan, formatYuan } from '@welfare/contracts/money.ts'
import { createContext, type ReactNode, useContext, useState } from 'react'

export type MoneyUnit = 'yuan' | 'wan'

interface Units {
  readonly unit: MoneyUnit
  chooseUnit(unit: MoneyUnit): void
}

const PLACE = 'welfare.unit'
const Unit = createContext<Units>({ unit: 'yuan', chooseUnit: () => undefined })

/** 元 or 万元 for every amount below it; kept on this machine. */
export function MoneyUnits({ children }: { readonly children: ReactNode }): ReactNode {
  const [unit, setUnit] = useState<MoneyUnit>(localStorage.getItem(PLACE) === 'wan' ? 'wan' : 'yuan')
  const chooseUnit = (chosen: MoneyUnit) => {
    localStorage.setItem(PLACE, chosen)
    setUnit(chosen)
  }
  return <Unit value={{ unit, chooseUnit }}>{children}</Unit>
}

export function useMoneyUnit(): Units {
  return useContext(Unit)
}

/** Formats fen in the unit that is chosen. */
export function useMoney(): (amountFen: number) => string {
  const { unit } = useMoneyUnit()
  return unit === 'wan' ? formatWan : formatYuan
}

/** An amount in tabular figures, without its unit: that stands in the column's header. */
export function Money({ fen }: { readonly fen: number }): ReactNode {
  const show = useMoney()
  return <span className="figure">{show(fen)}</span>
}
