import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openDirectory } from '@welfare/verifier/reports/directory.ts'
import { checkReports, readReport, type SavedReport } from '@welfare/verifier/reports/report-check.ts'
import { collectFindings } from '@welfare/verifier/verdict.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGoodsHistory, createMovedHistory } from '../../services/reports/src/goods-history.fixture.ts'
import { dayNumber, sampleLedger, toSequenced } from '../../services/reports/src/history.fixture.ts'
import { expectAnswer, projectHistory } from '../../services/reports/src/projected-history.fixture.ts'
import { playSteps, randomSteps } from '../../services/reports/src/random-history.fixture.ts'
import { coolProgramme } from '../../services/reports/src/random-town.fixture.ts'

test('coverage and gaps of sites: the verifier makes them anew, by whatever day, from late, returned, lost and corrected goods', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), fc.integer({ min: 5, max: 30 }), (steps, seed, day) => {
      const events = recordedAfterAll(toSequenced(playSteps(steps)))
      const at = String(1 + (seed % events.length))
      const moments = [{}, { at }, { effective: dayNumber(day) }, { at, effective: dayNumber((day + 9) % 31) }]
      expect(misfitsOf(reportsOf(events, moments), events).slice(0, 5)).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test.each([
  ['two kit versions, corrections, returns, losses, what was sent again', createGoodsHistory],
  ['corrections to another day', createMovedHistory],
])('%s: made anew at every moment and on every day', (_, createHistory) => {
  const events = recordedAfterAll(toSequenced(createHistory().events))
  const days = Array.from({ length: 18 }, (_, day) => ({ effective: dayNumber(day) }))
  const moments = events.flatMap(({ sequence }) => [{ at: String(sequence) }, { at: String(sequence), ...days[11] }])
  expect(misfitsOf(reportsOf(events, [{}, ...days, ...moments]), events).slice(0, 5)).toEqual([])
})

interface Moment {
  readonly at?: string
  readonly effective?: string
}

function reportsOf(events: readonly SequencedEvent[], moments: readonly Moment[]): SavedReport[] {
  const { ask } = projectHistory(events, 1_000, dayNumber(47))
  return moments.flatMap((moment) => {
    const ofProgramme = { programme: coolProgramme, ...moment }
    const gaps = { ...ofProgramme, kind: 'sites' as const }
    return [
      save('/v1/coverage', moment, ask('coverage', moment)),
      save('/v1/coverage', { ...moment, by: 'division' }, ask('coverage', { ...moment, by: 'division' })),
      save('/v1/coverage', ofProgramme, ask('coverage', ofProgramme)),
      save('/v1/gaps', gaps, ask('gaps', { ...gaps, limit: 100 })),
    ]
  })
}

/** As a ledger does, which records no day that has not come. */
function recordedAfterAll(events: readonly SequencedEvent[]): SequencedEvent[] {
  const start = Date.parse(`${dayNumber(46)}T04:00:00Z`)
  return events.map((event, index) => ({ ...event, recordedAt: new Date(start + index * 1_000).toISOString() }))
}

function save(path: string, query: object, answer: object): SavedReport {
  return readReport(JSON.stringify({ request: { path, query }, answer: expectAnswer(answer) }), path)
}

function misfitsOf(saved: readonly SavedReport[], events: readonly SequencedEvent[]) {
  const findings = collectFindings(['reports'])
  const directory = openDirectory()
  const check = checkReports(saved, { ledger: sampleLedger, epoch: 1 }, directory, findings)
  for (const event of events) {
    const { accountingDate, paperDay = accountingDate } = event.metadata
    directory.take(event)
    check.take({ event, date: String(accountingDate), paperDay: String(paperDay), legs: [] })
  }
  check.finish()
  return findings.verdict().misfits.map(({ where, what }) => `${where} ${what}`)
}
