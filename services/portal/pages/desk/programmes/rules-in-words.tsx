import { formatYuan } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { sayDay } from '../../common/shanghai.ts'
import { useFundNames } from '../funds/funds.queries.ts'
import type { Rules } from './programmes.queries.ts'
import { saySplit } from './split-in-words.ts'
import { say } from './words.ts'

/** What rules say, a sentence each. */
function sayRules(rules: Rules, nameOf: (programme: string) => string, fundOf: (fund: string) => string): string[] {
  const {
    windows,
    quota,
    lateEntryDays,
    sharing,
    ownSharePerRedemptionFen,
    kitsPerHead,
    exclusiveWith = [],
    split,
    itemsOnly,
    eachDayFen,
    allowedItems = [],
    announcementDays,
  } = rules
  return [
    ...windows.map(({ name, from, until, creditFen }) =>
      say('says.window', { name, from: sayDay(from), until: sayDay(until), credit: formatYuan(creditFen) }),
    ),
    ...(eachDayFen === undefined ? [] : [say('says.eachDay', { amount: formatYuan(eachDayFen) })]),
    ...(quota.redemptionsPerDay === undefined ? [] : [say('says.times', { times: quota.redemptionsPerDay })]),
    ...(quota.amountPerDayFen === undefined ? [] : [say('says.amount', { amount: formatYuan(quota.amountPerDayFen) })]),
    ...(ownSharePerRedemptionFen === undefined
      ? []
      : [say('says.ownShare', { amount: formatYuan(ownSharePerRedemptionFen) })]),
    ...(quota.redemptionsPerWeek === undefined ? [] : [say('says.timesWeek', { times: quota.redemptionsPerWeek })]),
    ...(quota.amountPerWeekFen === undefined
      ? []
      : [say('says.amountWeek', { amount: formatYuan(quota.amountPerWeekFen) })]),
    ...(quota.redemptionsPerWindow === undefined
      ? []
      : [say('says.timesWindow', { times: quota.redemptionsPerWindow })]),
    ...(itemsOnly ? [say('says.itemsOnly')] : []),
    ...(allowedItems.length > 0 ? [say('says.allowedItems', { items: allowedItems.join(mark('list')) })] : []),
    ...(split ? saySplit(split, fundOf) : []),
    ...(announcementDays === undefined ? [] : [say('says.announcement', { days: announcementDays })]),
    ...(kitsPerHead === undefined ? [] : [say('says.kits', { kits: kitsPerHead })]),
    say('says.late', { days: lateEntryDays }),
    ...(split ? [] : [say(`says.${sharing}`)]),
    ...exclusiveWith.map((programme) => say('says.exclusive', { name: nameOf(programme) })),
  ]
}

export function RulesInWords({ rules, nameOf }: { rules: Rules; nameOf: (programme: string) => string }): ReactNode {
  const fundOf = useFundNames()
  return (
    <ul>
      {sayRules(rules, nameOf, fundOf).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
