import type { LimitedKind } from '@welfare/contracts/acts.ts'
import { formatYuanPlain, parseYuan } from '@welfare/contracts/money.ts'
import type { BodyOf } from '../../common/api/client.ts'
import { actCountWords, actKindsInOrder } from '../parts/act-words.ts'

type Limits = BodyOf<'setApprovalLimit'>['limits']
type LateEntry = NonNullable<BodyOf<'setApprovalLimit'>['lateEntry']>

export const rules = ['perAct', 'within24Hours', 'sinceApproval'] as const
type Rule = (typeof rules)[number]

export function isCounted(kind: LimitedKind): boolean {
  return actCountWords[kind] !== undefined
}

/** As it is typed: yuan, or pieces, cards or acts; left empty where nothing is said. */
export type TypedLimits = Readonly<Partial<Record<LimitedKind, Readonly<Partial<Record<Rule, string>>>>>>

/** Undefined where it is no amount, or no count, of that kind. */
export function readLimit(kind: LimitedKind, typed: string): number | undefined {
  if (isCounted(kind)) return /^\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : undefined
  const fen = parseYuan(typed)
  return fen === undefined || fen < 1 ? undefined : fen
}

/** What every kind says; a kind of which nothing was typed says nothing, and the division above decides. */
export function limitsOf(typed: TypedLimits): Limits {
  const said = actKindsInOrder.flatMap((kind) => {
    const values = rules.flatMap((rule) => {
      const text = typed[kind]?.[rule]?.trim() ?? ''
      const value = text === '' ? undefined : readLimit(kind, text)
      return value === undefined ? [] : [[rule, value] as const]
    })
    return values.length === 0 ? [] : [[kind, Object.fromEntries(values)] as const]
  })
  return Object.fromEntries(said)
}

export function typedOf(limits: Limits): TypedLimits {
  const typed = actKindsInOrder.flatMap((kind) => {
    const said = limits[kind]
    if (!said) return []
    const texts = rules.flatMap((rule) => {
      const value = said[rule]
      return value === undefined ? [] : [[rule, isCounted(kind) ? String(value) : formatYuanPlain(value)] as const]
    })
    return [[kind, Object.fromEntries(texts)] as const]
  })
  return Object.fromEntries(typed)
}

/** Days as they are typed. */
export function lateEntryOf({ days, secondPersonAboveDays }: Readonly<Record<keyof LateEntry, string | undefined>>): {
  lateEntry?: LateEntry
} {
  const late = {
    ...(days !== undefined && days !== '' && { days: Number(days) }),
    ...(secondPersonAboveDays !== undefined &&
      secondPersonAboveDays !== '' && { secondPersonAboveDays: Number(secondPersonAboveDays) }),
  }
  return Object.keys(late).length === 0 ? {} : { lateEntry: late }
}
