import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { say } from './words.ts'

/** An amount with its unit, for sentences; in tables the unit stands in the header. */
export function useAmount(): (amountFen: number) => string {
  const money = useMoney()
  const { unit } = useMoneyUnit()
  return (amountFen) => `${money(amountFen)} ${say(unit)}`
}
