import { programmeRules } from '@welfare/contracts/events/programmes.ts'
import { splitMeal } from '@welfare/contracts/meals/split-meal.ts'
import { programmeKinds } from '@welfare/contracts/programme-kinds.ts'
import { describe, expect, test } from 'vitest'
import { programmeDecider } from './programme.decider.ts'
import { type ProgrammeTemplate, programmeTemplates } from './programme-templates.ts'

const templates = Object.entries<ProgrammeTemplate>(programmeTemplates)
const years = Array.from({ length: 101 }, (_, index) => 2000 + index)

describe('a template', () => {
  test.each(templates)('%s is a programme as it stands, in every year', (_, { kind, plan, rulesIn }) => {
    for (const year of years) {
      const rules = programmeRules.parse(rulesIn(year))
      const about = { name: '试', kind: kind ?? 'festival-meal', division: '632701', plan, year, rules }
      expect(
        programmeDecider.decide(programmeDecider.initialState, { type: 'DefineProgramme', ...about }),
      ).toMatchObject({
        accepted: true,
      })
      for (const { from, until } of rules.windows) {
        expect(from <= until).toBe(true)
        expect(until.startsWith(String(year))).toBe(true)
      }
    }
  })

  test.each(templates)('%s is of a kind of the list, or of none', (_, { kind }) => {
    expect(kind === null || kind in programmeKinds).toBe(true)
  })

  test('of festivals has the days of the Chinese calendar, in order', () => {
    const daysOf = (year: number) =>
      programmeTemplates['festival-meals'].rulesIn(year).windows.map(({ window, from }) => [window, from])
    expect(daysOf(2025)).toEqual([
      ['spring-festival', '2025-01-28'],
      ['national-day', '2025-10-01'],
      ['mid-autumn', '2025-10-06'],
    ])
    expect(daysOf(2026)).toEqual([
      ['spring-festival', '2026-02-16'],
      ['mid-autumn', '2026-09-25'],
      ['national-day', '2026-10-01'],
    ])
  })

  test('of breakfasts has a month for each month, leap years too', () => {
    const { windows, quota } = programmeTemplates['daily-breakfast'].rulesIn(2028)
    expect(windows).toHaveLength(12)
    expect(windows[1]).toMatchObject({ from: '2028-02-01', until: '2028-02-29', creditFen: 29 * 500 })
    expect(quota).toEqual({ redemptionsPerDay: 1, amountPerDayFen: 500 })
  })

  test('of an amount for each day is one window of 120 days, and one of named dishes pays no amount alone', () => {
    const { windows, eachDayFen } = programmeTemplates['breakfast-each-day'].rulesIn(2025)
    expect(eachDayFen).toBe(600)
    expect(windows).toMatchObject([{ from: '2025-06-01', until: '2025-09-28', creditFen: 72_000 }])
    expect(programmeTemplates['set-breakfast'].rulesIn(2025)).toMatchObject({ allowedItems: ['breakfast-set'] })
  })

  test('that several pay has a rule once its funds are chosen, and an example that is the price', () => {
    const shared = templates.flatMap(([name, { split }]) => (split ? [{ name, split }] : []))
    expect(shared.map(({ split }) => splitMeal(split.lines, split.usualPriceFen))).toEqual([
      [300, 300, 400],
      [560, 840],
      [300, 200, 900],
    ])
    for (const { split } of shared) {
      const lines = split.lines.map(({ payer, rule, onEmpty }, index) => ({
        ...{ payer: payer === 'fund' ? `fund-00000000-0000-4000-8000-00000000000${index}` : payer, rule },
        ...(onEmpty && { onEmpty }),
      }))
      const rules = programmeRules.parse({ ...programmeTemplates.empty.rulesIn(), split: { ...split, lines } })
      const about = { name: '试', kind: 'breakfast', division: '632701', plan: 'people' as const, year: 2025, rules }
      expect(
        programmeDecider.decide(programmeDecider.initialState, { type: 'DefineProgramme', ...about }),
      ).toMatchObject({ accepted: true })
    }
  })
})
