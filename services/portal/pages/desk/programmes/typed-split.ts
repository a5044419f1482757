import type { Rules } from './programmes.queries.ts'

export type Split = NonNullable<Rules['split']>
export type SplitLine = Split['lines'][number]
export type PartKind = SplitLine['rule']['kind']

/** Who pays a meal, while it is being written. */
export interface TypedSplit {
  readonly usualPriceFen?: number
  readonly lines?: readonly TypedLine[]
}

export interface TypedLine {
  readonly payer?: string
  readonly kind?: PartKind
  readonly amountFen?: number
  readonly percent?: number | null
  readonly upToFen?: number
  readonly onEmpty?: NonNullable<SplitLine['onEmpty']>
  /** Of a template: whose fund is to be chosen. */
  readonly role?: string
}

export function toTypedSplit({ usualPriceFen, lines }: Split): TypedSplit {
  return { usualPriceFen, lines: lines.map(toTypedLine) }
}

export function toTypedLine({ payer, rule, onEmpty }: SplitLine): TypedLine {
  return {
    ...{ payer, kind: rule.kind },
    ...('amountFen' in rule && { amountFen: rule.amountFen }),
    ...('thousandths' in rule && { percent: rule.thousandths / 10 }),
    ...('upToFen' in rule && rule.upToFen !== undefined && { upToFen: rule.upToFen }),
    ...(onEmpty && { onEmpty }),
  }
}

/** Undefined where nobody shares; `missing` as long as something of it is. */
export function toSplit({ usualPriceFen, lines = [] }: TypedSplit = {}): Split | 'missing' | undefined {
  if (lines.length === 0) return undefined
  const whole = lines.map(toLine)
  if (!usualPriceFen || whole.includes(undefined)) return 'missing'
  return { usualPriceFen, lines: whole.filter((line) => line !== undefined) }
}

function toLine(typed: TypedLine): SplitLine | undefined {
  const { payer } = typed
  const rule = toRule(typed)
  if (!payer || !rule) return undefined
  const isFund = payer !== 'worker' && payer !== 'merchant'
  return { payer, rule, ...(isFund && typed.onEmpty && { onEmpty: typed.onEmpty }) }
}

function toRule({ kind, amountFen, percent, upToFen }: TypedLine): SplitLine['rule'] | undefined {
  if (kind === 'rest') return { kind }
  if (kind === 'share')
    return percent ? { kind, thousandths: Math.round(percent * 10), ...(upToFen && { upToFen }) } : undefined
  return kind && amountFen ? { kind, amountFen } : undefined
}
