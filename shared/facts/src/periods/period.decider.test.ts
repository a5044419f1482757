import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { type BeginClosing, periodDecider } from './period.decider.ts'

const { given } = specify(periodDecider)
const writers = ['funds', 'vouchers']
const july: BeginClosing = {
  ...{ type: 'BeginClosing', month: '2025-07', writers, lateEntryDays: 6, today: '2025-08-07' },
}
const closing = {
  type: 'PeriodClosing' as const,
  data: { month: '2025-07', firstOpenDay: '2025-08-01', writers },
}
const passed = (...by: string[]) => ({ type: 'PeriodPassed' as const, data: { month: '2025-07', writers: by } })
const end = { month: '2025-07', throughSequence: 40, root: '9w1kk7pXQ2V0mC5n3f8yq0uQm1o7h2b4Zt6sX8cL2dE=' }
const closed = { type: 'PeriodClosed' as const, data: end }
const wholly = [closing, passed('funds'), passed('vouchers'), closed]

describe('a month', () => {
  test('is closed from the day on which nothing of it may be entered any more', () => {
    given([]).when(july).then([closing])
    given([])
      .when({ ...july, today: '2025-08-06' })
      .then({ code: 'period-not-over', facts: { month: '2025-07', earliest: '2025-08-07' } })
  })

  test('is the first that anybody closes, or the next; December is followed by January', () => {
    const later = { ...july, today: '2026-02-07' }
    given(wholly)
      .when({ ...later, month: '2025-09' })
      .then({ code: 'period-not-next', facts: { month: '2025-09', next: '2025-08' } })
    given([])
      .when({ ...later, month: '2025-12' })
      .then([{ type: 'PeriodClosing', data: { month: '2025-12', firstOpenDay: '2026-01-01', writers } }])
  })

  test('is closed once, and before the next; order of precedence', () => {
    given(wholly)
      .when({ ...july, today: '2025-07-01' })
      .then({ code: 'period-closed-before' })
    given([closing])
      .when(july)
      .then({ code: 'period-closed-before', facts: { month: '2025-07', last: '2025-07' } })
    given([closing])
      .when({ ...july, month: '2025-09' })
      .then({ code: 'period-still-closing', facts: { month: '2025-07' } })
  })

  test('ends when every writer has passed: each is heard once, whoever else speaks is not', () => {
    const pass = (...by: string[]) => ({ type: 'PassPeriod' as const, month: '2025-07', writers: by })
    given([closing])
      .when(pass('funds', 'accounts'))
      .then([passed('funds')])
    given([closing, passed('funds')])
      .when(pass('funds'))
      .then([])
    given([closing, passed('funds')])
      .when({ type: 'ClosePeriod', ...end })
      .then({ code: 'period-not-closing' })
    given([closing, passed('funds', 'vouchers')])
      .when({ type: 'ClosePeriod', ...end })
      .then([closed])
    given(wholly)
      .when({ type: 'ClosePeriod', ...end })
      .then([])
    given(wholly)
      .when({ ...pass('funds'), month: '2025-08' })
      .then({ code: 'period-not-closing' })
  })
})
