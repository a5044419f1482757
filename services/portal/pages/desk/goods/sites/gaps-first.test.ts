import { expect, it } from 'vitest'
import { gapsFirst } from './gaps-first.ts'

it('late gaps stand on top, then those that are due first, then the sites without', () => {
  const sites = ['served', 'due', 'late', 'soon'].map((id) => ({ id }))
  const gaps = [
    { site: 'due', late: false, dueOn: '2025-07-20' },
    { site: 'late', late: true, dueOn: '2025-07-30' },
    { site: 'soon', late: false, dueOn: '2025-07-10' },
  ]
  expect(gapsFirst(sites, gaps).map(({ id }) => id)).toEqual(['late', 'soon', 'due', 'served'])
  expect(gapsFirst(sites, []).map(({ id, gap }) => [id, gap])).toEqual(sites.map(({ id }) => [id, undefined]))
})
