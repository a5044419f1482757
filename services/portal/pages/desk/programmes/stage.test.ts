import { expect, it } from 'vitest'
import type { Programme } from './programmes.queries.ts'
import { stageOf } from './stage.ts'

const window = { window: 'july', name: '七月', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }
const of = (status: Programme['status'], windows: readonly (typeof window)[]) => ({
  status,
  rules: { windows: [...windows], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' as const },
})

it('a programme is over when nothing of it can be used any more, and until it is closed', () => {
  const autumn = { ...window, window: 'autumn', until: '2025-10-08' }
  expect(stageOf(of('open', [window]), '2025-07-31')).toBe('open')
  expect(stageOf(of('open', [window]), '2025-08-01')).toBe('over')
  expect(stageOf(of('open', [autumn, window]), '2025-08-01')).toBe('open')
  expect(stageOf(of('closed', [window]), '2025-08-01')).toBe('closed')
  expect(stageOf(of('open', []), '2025-08-01')).toBe('open')
  expect(stageOf(of('open', [window]), undefined)).toBe('open')
})
