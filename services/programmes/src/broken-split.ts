import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { isFund, isPaidByFunds } from '@welfare/contracts/meals/split-meal.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'

/** @param unknownFunds funds that the rule names and nobody has opened */
export function brokenSplit(
  rules: Pick<ProgrammeRules, 'split' | 'ownSharePerRedemptionFen'>,
  unknownFunds: readonly string[],
) {
  const { split } = rules
  if (!split) return undefined
  const { lines } = split
  if (rules.ownSharePerRedemptionFen !== undefined) return refuse('split-beside-own-share')
  const early = lines.find(({ rule }, index) => rule.kind === 'rest' && index < lines.length - 1)
  if (early) return refuse('split-rest-not-last', { payer: early.payer })
  if (lines.some(({ payer, rule }) => payer === 'merchant' && rule.kind === 'rest'))
    return refuse('split-rest-of-merchant')
  const payers = lines.filter(({ payer, rule }) => payer !== 'worker' || rule.kind !== 'rest').map(({ payer }) => payer)
  const repeated = payers.find((payer, index) => payers.indexOf(payer) < index)
  if (repeated !== undefined) return refuse('split-payer-repeated', { payer: repeated })
  const fund = lines.find(({ payer }) => isFund(payer) && unknownFunds.includes(payer))?.payer
  if (fund !== undefined) return refuse('split-fund-unknown', { fund })
  const thousandths = lines.reduce((sum, { rule }) => sum + (rule.kind === 'share' ? rule.thousandths : 0), 0)
  if (thousandths > 1_000) return refuse('split-shares-too-large', { thousandths })
  return isPaidByFunds(split) ? undefined : refuse('split-without-funds', { usualPriceFen: split.usualPriceFen })
}

export function fundsNamedIn({ split }: Pick<ProgrammeRules, 'split'>): string[] {
  return split ? split.lines.map(({ payer }) => payer).filter(isFund) : []
}
