import { expect, test } from 'vitest'
import { type Api, inParallel, listAll, XLSX } from '../harness/api.ts'
import { inventPerson, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger } from '../harness/test-ledger.ts'

const TIMES = 15
const COUNTIES = [
  { division: '632722', name: '杂多县', more: { name: '才仁虚构', employer: '杂多县虚构环卫站', trade: '环卫' } },
  { division: '632723', name: '称多县', more: { name: '才仁·虚构', employer: '称多县虚构快递', trade: '快递' } },
] as const

test('two counties import the same person at the same instant: one worker, and who was second is told what differs', async () => {
  const { api, close } = await openTestLedger('2025-06-01T09:00:00+08:00')
  const windows = [{ window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 1_000 }]
  const programmes = await inParallel(COUNTIES, 2, async ({ division, name }) => {
    const plan = { workers: 0, windows, fundsFen: [1_000_000], division }
    return (await prepareMeals(api, plan, name)).programme
  })
  const winners = new Set<number>()
  for (let ordinal = 0; ordinal < TIMES; ordinal += 1) {
    const jobs = await inParallel(COUNTIES, 2, async ({ more }, county) => {
      const path = `/v1/programmes/${programmes[county]}/roster`
      const body = await rosterFile(1, ordinal, more)
      const sent = await api.send({ method: 'POST', path, body, headers: { 'content-type': XLSX } })
      expect(sent.status).toBe(202)
      return api.finishJob(sent.body.id)
    })
    expect(jobs.map(({ status }) => status)).toEqual(['done', 'done'])
    const first = jobs.findIndex(({ result }) => result.counts.new === 1)
    winners.add(first)
    const second = jobs[1 - first].result
    // Planned before or after the first was there: either way it says so, and what it would have written.
    expect(second.counts).toMatchObject({ new: 0, known: 1, update: 0, error: 0 })
    // Another middle dot makes no other name.
    expect(second.rows[0].facts.differs).toEqual(['employer', 'trade', 'division'])
    expect(second.rows[0].worker).toBe(jobs[first].result.rows[0].worker)
  }
  expect(winners.has(-1)).toBe(false)
  const rosters = await inParallel(programmes, 2, (programme) => workersOf(api, programme))
  expect(rosters[0]).toHaveLength(TIMES)
  expect(new Set(rosters.flat())).toEqual(new Set(rosters[0]))
  const workers = await listAll(api, '/v1/workers', 'items')
  expect(workers).toHaveLength(TIMES)
  expect(inventPerson(0).name).not.toBe(COUNTIES[0].more.name)
  await close()
}, 60_000)

async function workersOf(api: Api, programme: string): Promise<string[]> {
  return (await listAll(api, `/v1/programmes/${programme}/roster`, 'items')).map(({ worker }) => worker).sort()
}
