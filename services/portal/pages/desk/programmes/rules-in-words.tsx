import { formatYuan } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { sayDay } from '../../common/shanghai.ts'
import type { Rules } from './programmes.queries.ts'
import { say } from './words.ts'

/** What rules say, a sentence each. */
function sayRules(rules: Rules, nameOf: (programme: string) => string): string[] {
  const { windows, quota, lateEntryDays, sharing, ownSharePerRedemptionFen, kitsPerHead, exclusiveWith = [] } = rules
  return [
    ...windows.map(({ name, from, until, creditFen }) =>
      say('says.window', { name, from: sayDay(from), until: sayDay(until), credit: formatYuan(creditFen) }),
    ),
    ...(quota.redemptionsPerDay === undefined ? [] : [say('says.times', { times: quota.redemptionsPerDay })]),
    ...(quota.amountPerDayFen === undefined ? [] : [say('says.amount', { amount: formatYuan(quota.amountPerDayFen) })]),
    ...(ownSharePerRedemptionFen === undefined
      ? []
      : [say('says.ownShare', { amount: formatYuan(ownSharePerRedemptionFen) })]),
    ...(kitsPerHead === undefined ? [] : [say('says.kits', { kits: kitsPerHead })]),
    say('says.late', { days: lateEntryDays }),
    say(`says.${sharing}`),
    ...exclusiveWith.map((programme) => say('says.exclusive', { name: nameOf(programme) })),
  ]
}

export function RulesInWords({ rules, nameOf }: { rules: Rules; nameOf: (programme: string) => string }): ReactNode {
  return (
    <ul>
      {sayRules(rules, nameOf).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
