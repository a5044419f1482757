import { expect, test } from 'vitest'
import {
  createMovedHistory,
  kitOf,
  movedStories,
  goodsProgramme as programme,
  siteOf,
} from '../goods-history.fixture.ts'
import { dayNumber, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'

const { ask } = projectHistory(toSequenced(createMovedHistory().events))

/** Story → [reason, pieces that came], of the sites that are gaps on a day. */
function gapsOn(day: number) {
  const answer = expectAnswer(ask('gaps', { programme, limit: 100, effective: dayNumber(day) }))
  const storyOf = new Map(movedStories.map((story) => [siteOf(story), story]))
  return Object.fromEntries(
    answer.gaps.flatMap((gap) => {
      if (gap.kind !== 'sites') return []
      return [[storyOf.get(gap.site), [gap.reason, gap.missing.reduce((sum, { received }) => sum + received, 0)]]]
    }),
  )
}

const notDue = ['not-yet-due', 0]

test.each([
  // Papers of the fifth day are of the eleventh and the ninth.
  [6, { 'came-later': notDue, 'came-earlier': notDue, 'moved-then-reversed': notDue, 'entered-late': notDue }],
  // What version 1 counted on the ninth day stood on no day before; its right entry counts on its paper's.
  [8, { 'came-later': notDue, 'moved-then-reversed': notDue, 'entered-late': ['short', 60] }],
  [9, { 'came-later': notDue, 'moved-then-reversed': notDue, 'entered-late': ['short', 60] }],
  [
    11,
    {
      'came-later': ['short', 90],
      'moved-then-reversed': ['late', 0],
      'entered-late': ['short', 60],
    },
  ],
])('gaps as of day %i: a corrected paper counts on its right day, and on no other', (day, expected) => {
  expect(gapsOn(day)).toEqual(expected)
})

test.each([
  [5, { delivered: 0, late: 0, headsDelivered: 0, headsCovered: 0 }, [0, 0]],
  [7, { delivered: 1, late: 0, headsDelivered: 60, headsCovered: 40 }, [60, 40]],
  [8, { delivered: 2, late: 0, headsDelivered: 160, headsCovered: 40 }, [160, 40]],
  [9, { delivered: 2, late: 0, headsDelivered: 160, headsCovered: 40 }, [160, 40]],
  [10, { delivered: 2, late: 0, headsDelivered: 160, headsCovered: 40 }, [160, 40]],
  // What came after its due day is late, and what is on its way then.
  [11, { delivered: 3, late: 2, headsDelivered: 250, headsCovered: 40 }, [250, 40]],
  [12, { delivered: 3, late: 2, headsDelivered: 250, headsCovered: 40 }, [250, 40]],
])('coverage as of day %i', (day, sites, [delivered, handedOut]) => {
  const { total } = expectAnswer(ask('coverage', { programme, effective: dayNumber(day) }))
  expect(total.sites).toMatchObject(sites)
  expect(total.kits).toMatchObject([{ commodity: kitOf(1), delivered, handedOut }])
})
