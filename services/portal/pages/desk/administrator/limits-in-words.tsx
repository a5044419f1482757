import type { LimitedKind } from '@welfare/contracts/acts.ts'
import { formatYuan } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import type { BodyOf } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { sayWord } from '../../common/words.ts'
import { actCountWords, actKindsInOrder, actKindWords } from '../parts/act-words.ts'
import { rules } from './limit-values.ts'
import { say } from './words.ts'

type Limit = BodyOf<'setApprovalLimit'>

export function LimitsInWords({ limit: { limits, lateEntry = {} } }: { readonly limit: Limit }): ReactNode {
  const late = (['days', 'secondPersonAboveDays'] as const).flatMap((name) =>
    lateEntry[name] === undefined
      ? []
      : [[say(`lateEntry.${name}`), `${lateEntry[name]} ${say('days')}`].join(mark('colon'))],
  )
  return (
    <ul style={{ margin: 0, paddingInlineStart: 16 }}>
      {[...actKindsInOrder.flatMap((kind) => sentencesOf(kind, limits)), ...late].map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

/** `资金安排：单笔超过 5,000.00 元`. */
function sentencesOf(kind: LimitedKind, limits: Limit['limits']): string[] {
  const said = limits[kind]
  if (said === undefined) return []
  const what = sayWord(actKindWords[kind])
  if (said === null) return [say('nothingWaits', { what })]
  const counted = actCountWords[kind]
  return rules.flatMap((rule) => {
    const value = said[rule]
    if (value === undefined) return []
    const amount = counted ? `${value} ${sayWord(counted)}` : `${formatYuan(value)} ${say('yuan')}`
    return [say('waitsAbove', { what, rule: say(`rule.${rule}`), amount })]
  })
}
