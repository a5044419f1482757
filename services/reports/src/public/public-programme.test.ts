import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, type History, idOf, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { programmes } from '../random-town.fixture.ts'
import {
  budget,
  day,
  fund,
  history,
  merchant,
  programme,
  published,
  sharesOf,
  workers,
} from './public-history.fixture.ts'

/** Recorded on this day; the page shows it from the day after on. */
const recordedOn = '2025-07-01'
const dayAfter = '2025-07-02'

describe('the public page of a programme', () => {
  test('is there while its union says so, and until then answered like one that nobody has', () => {
    const unknown = { code: 'public-page-unknown', facts: {} }
    expect(asking(history(0), dayAfter).page()).toEqual(unknown)
    expect(asking(history(0), dayAfter).page(idOf('programme', 'none'))).toEqual(unknown)
    expect(asking(published(history(0)), dayAfter).page()).toMatchObject({ name: 'Meals', union: 'City union' })
    const hidden = published(history(0))
    hidden.add(programme, 'ProgrammePublicitySet', { isPublic: false, reason: 'a wrong name' }, day)
    expect(asking(hidden, dayAfter).page()).toEqual(unknown)
  })

  test('says what came in, was used, came back and is left, and whom it reached', () => {
    const played = published(history(10))
    const returned = { programme, fund, shares: sharesOf(1_000), reason: 'left over' }
    played.add(budget, 'AllocationReturned', returned, day)
    expect(asking(played, dayAfter).page()).toMatchObject({
      throughDay: recordedOn,
      sequence: played.events.length,
      windows: [{ name: 'First', from: dayNumber(0), until: dayNumber(9) }],
      money: { inFen: 20_000, returnedFen: 1_000, usedFen: 5_000, claimedFen: 0, writtenOffFen: 0, leftFen: 14_000 },
      people: { planned: 12, reached: 10, percentage: '83.3%', meals: 10 },
      sites: null,
      isWithheld: false,
    })
  })

  test('tells of nine people nothing that they used', () => {
    const { money, people, isWithheld, smallestGroup } = expectAnswer(asking(published(history(9)), dayAfter).page())
    expect({ smallestGroup, isWithheld }).toEqual({ smallestGroup: 10, isWithheld: true })
    expect(people).toEqual({ planned: 12, reached: null, percentage: null, meals: null })
    const [usedFen, claimedFen, writtenOffFen, leftFen] = [null, null, null, null]
    expect(money).toEqual({ inFen: 20_000, returnedFen: 0, usedFen, claimedFen, writtenOffFen, leftFen })
  })

  test('tells nothing of the day that has not ended', () => {
    expect(asking(published(history(10)), recordedOn).page()).toMatchObject({
      ...{ sequence: 0, throughDay: '2025-06-30', money: { inFen: 0, usedFen: 0 } },
      people: { planned: 0, reached: 0, meals: 0 },
    })
  })

  test('names no person, donor, employer or merchant', () => {
    const shown = JSON.stringify(asking(published(history(10)), dayAfter).page())
    for (const secret of [...workers, fund, merchant, 'Donor Ltd', 'Noodles', 'North', 'R-1'])
      expect(shown).not.toContain(secret)
  })

  test('is shown to who switches it on as it will be', () => {
    const before = expectAnswer(asking(history(10), dayAfter).publicity())
    const after = expectAnswer(asking(published(history(10)), dayAfter).publicity())
    expect([before.isPublic, after.isPublic]).toEqual([false, true])
    expect(before.money).toEqual(after.money)
    const { isPublic: _, ...page } = after
    expect(asking(published(history(10)), dayAfter).page()).toEqual(page)
    expect(asking(history(10), dayAfter).publicity({ divisions: ['130300'] })).toMatchObject({
      code: 'programme-unknown',
    })
  })

  test('adds up: what came in is used, owed, back, or where the budget has it', () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        const { ask } = projectHistory(toSequenced(playSteps(steps)), 1_000, '2026-01-01')
        for (const one of programmes) {
          const { money, people, isWithheld } = expectAnswer(ask('publicity', { programme: one }))
          expect(money.leftFen === null).toBe(isWithheld)
          if (isWithheld) expect(people?.meals ?? null).toBeNull()
          const { balances } = expectAnswer(ask('budget', { by: 'programme', programme: one })).total
          const spread = balances.allocatedFen + balances.committedFen + balances.issuedFen
          // What waits for an approver may be left here, or be none of the programme's yet.
          if (money.leftFen !== null) expect(money.leftFen).toBeGreaterThanOrEqual(spread)
          if (money.leftFen !== null) expect(money.leftFen).toBeLessThanOrEqual(spread + balances.reservedFen)
        }
      }),
      { numRuns: 5 },
    )
  })
})

function asking(played: History, today: string) {
  const { ask } = projectHistory(toSequenced(played.events), 1_000, today)
  return {
    page: (asked = programme) => ask('publicProgramme', { programme: asked }),
    publicity: (scope = { divisions: ['632701'] }) => ask('publicity', { programme, scope }),
  }
}
