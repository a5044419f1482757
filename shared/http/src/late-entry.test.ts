import { describe, expect, it } from 'vitest'
import { checkDay, type StatedDay } from './late-entry.ts'

const late: StatedDay = {
  day: '2025-07-02',
  lateEntry: { reason: '收据晚到' },
  actor: { role: 'officer' },
  policy: () => ({ days: 62 }),
  now: new Date('2025-07-26T10:00:00+08:00'),
}

describe('the day on which an act counts', () => {
  it('is today where the paper says nothing, or says so', () => {
    const day = '2025-07-26'
    const today = { day, paperDay: day, today: day, daysLate: 0, metadata: { occurredAt: late.now } }
    expect(checkDay({ ...late, day: undefined, lateEntry: undefined })).toEqual(today)
    expect(checkDay({ ...late, day: '2025-07-26', lateEntry: undefined })).toEqual(today)
  })

  it("is the paper's day, marked as entered late", () => {
    expect(checkDay(late)).toEqual({
      day: '2025-07-02',
      paperDay: '2025-07-02',
      today: '2025-07-26',
      daysLate: 24,
      metadata: { occurredAt: new Date('2025-07-02T00:00:00+08:00'), lateEntry: { reason: '收据晚到', days: 24 } },
    })
  })

  it('is the first open day where the paper is of a month that is closed, and the paper keeps its own', () => {
    const now = new Date('2025-08-09T10:00:00+08:00')
    const policy = () => ({ days: 62, firstOpenDay: '2025-08-01' })
    expect(checkDay({ ...late, now, policy })).toMatchObject({
      ...{ day: '2025-08-01', paperDay: '2025-07-02', daysLate: 38 },
      metadata: { accountingDate: '2025-08-01', paperDay: '2025-07-02', lateEntry: { days: 38 } },
    })
    expect(checkDay({ ...late, now, policy, day: '2025-08-02' })).toMatchObject({ day: '2025-08-02' })
  })

  it("is Shanghai's, whatever the machine's is", () => {
    const now = new Date('2025-07-25T16:00:00Z')
    expect(checkDay({ ...late, day: '2025-07-26', lateEntry: undefined, now })).toMatchObject({ daysLate: 0 })
    expect(checkDay({ ...late, day: '2025-07-25', now })).toMatchObject({ daysLate: 1 })
  })
})

it('is judged as of the day on which it was asked for, however long it waited', () => {
  const waited = { ...late, day: '2025-07-02', askedOn: '2025-07-05', policy: () => ({ days: 3 }) }
  expect(checkDay(waited)).toMatchObject({ daysLate: 24, metadata: { lateEntry: { reason: '收据晚到', days: 24 } } })
  expect(checkDay({ ...waited, day: '2025-07-01' })).toMatchObject({ refusal: { code: 'late-entry-too-late' } })
  const ofItsDay = { ...waited, day: '2025-07-05', lateEntry: undefined }
  expect(checkDay(ofItsDay)).toMatchObject({ metadata: { lateEntry: { reason: '等待他人审批', days: 21 } } })
  expect(checkDay({ ...ofItsDay, day: '2025-07-04' })).toMatchObject({ refusal: { code: 'late-entry-needs-reason' } })
})

describe('a late entry is refused', () => {
  it.each([
    ['late-entry-in-the-future', { day: '2025-07-27' }],
    ['late-entry-not-allowed', { actor: { role: 'merchant-till' as const } }],
    ['late-entry-not-allowed', { actor: { role: 'administrator' as const } }],
    ['late-entry-too-late', { day: '2025-05-24' }],
    ['late-entry-too-late', { policy: () => ({ days: 0 }) }],
    ['late-entry-needs-reason', { lateEntry: undefined }],
  ])('%s %o', (code, changed) => {
    expect(checkDay({ ...late, ...changed })).toMatchObject({ refusal: { code } })
  })

  it('but on the last day that the division allows', () => {
    expect(checkDay({ ...late, day: '2025-05-25' })).toMatchObject({ day: '2025-05-25', daysLate: 62 })
  })
})
