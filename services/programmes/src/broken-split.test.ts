import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { fundsNamedIn } from './broken-split.ts'
import { programmeDecider } from './programme.decider.ts'
import { defined, idNumber, rules } from './sample.fixture.ts'

const { given } = specify(programmeDecider)
const { rulesVersion: _, ...definition } = defined.data
type Line = NonNullable<ProgrammeRules['split']>['lines'][number]
const [county, union] = [idNumber('fund', 1), idNumber('fund', 2)] as [Line['payer'], Line['payer']]
const fixed = (payer: Line['payer'], amountFen = 300): Line => ({ payer, rule: { kind: 'fixed', amountFen } })
const share = (payer: Line['payer'], thousandths: number): Line => ({ payer, rule: { kind: 'share', thousandths } })
const rest = (payer: Line['payer']): Line => ({ payer, rule: { kind: 'rest' } })
const shared = (lines: Line[], more: Partial<ProgrammeRules> = {}): ProgrammeRules => ({
  ...{ ...rules, split: { lines, usualPriceFen: 1_400 } },
  ...more,
})
const define = (changed: ProgrammeRules, unknownFunds: string[] = []) =>
  given([]).when({ type: 'DefineProgramme', ...definition, rules: changed, unknownFunds })

describe('who pays a meal', () => {
  test.each<[string, Line[]]>([
    ['one after the other', [fixed(county), { payer: union, rule: { kind: 'upToInAll', amountFen: 500 } }]],
    ['by halves', [share(county, 500), share(union, 500)]],
    ['a fund the rest', [share('merchant', 100), fixed('worker', 100), rest(union)]],
    ['the worker first and last', [fixed('worker', 100), fixed(county), rest('worker')]],
  ])('%s is a rule', (_, lines) => {
    define(shared(lines)).then([{ ...defined, data: { ...defined.data, rules: shared(lines) } }])
    given([defined])
      .when({ type: 'ChangeRules', rules: shared(lines), reason: 'x' })
      .then([{ type: 'ProgrammeRulesChanged', data: { rules: shared(lines), rulesVersion: 2, reason: 'x' } }])
  })

  test.each<[string, Line[], string, object | undefined]>([
    ['the rest before others', [rest(union), fixed(county)], 'split-rest-not-last', { payer: union }],
    ['the rest twice', [rest(union), rest('worker')], 'split-rest-not-last', { payer: union }],
    ['the rest by the merchant', [fixed(county), rest('merchant')], 'split-rest-of-merchant', undefined],
    ['a fund twice', [fixed(county), share(county, 100)], 'split-payer-repeated', { payer: county }],
    [
      'the worker twice',
      [fixed('worker'), share('worker', 1), fixed(county)],
      'split-payer-repeated',
      { payer: 'worker' },
    ],
    [
      'shares above the whole',
      [share(county, 600), share(union, 401)],
      'split-shares-too-large',
      { thousandths: 1_001 },
    ],
    ['no fund', [fixed('worker')], 'split-without-funds', { usualPriceFen: 1_400 }],
    ['funds that nothing is left to', [fixed('worker', 1_400), fixed(county)], 'split-without-funds', undefined],
  ])('%s is none', (_, lines, code, facts) => {
    define(shared(lines)).then({ code, ...(facts && { facts }) } as never)
  })

  test('names funds that are there, and stands beside no other own share', () => {
    define(shared([fixed(county), fixed(union)]), [union]).then({ code: 'split-fund-unknown', facts: { fund: union } })
    define(shared([fixed(county)], { ownSharePerRedemptionFen: 100 })).then({ code: 'split-beside-own-share' })
    expect(fundsNamedIn(shared([fixed(county), fixed('worker'), rest(union)]))).toEqual([county, union])
    expect(fundsNamedIn(rules)).toEqual([])
  })
})
