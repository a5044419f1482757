import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { describe, expect, test } from 'vitest'
import { group, idNumber, range } from '../sample.fixture.ts'
import { servedProgrammes } from '../served-programmes.fixture.ts'

const kit = `${idNumber('kit', 1)}@1`
const programmes = servedProgrammes()
const { define, importRows, post } = programmes

describe('a roster', () => {
  test('is what was imported, less who was removed; a person moves with a later import', async () => {
    const id = await define()
    await importRows(id, group(1, [1, 2, 3]))
    await importRows(id, group(1, [1]), group(2, [2]))
    expect(await rosterOf(id)).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ])
    const third = `/v1/programmes/${id}/roster/${idNumber('worker', 3)}?reason=left`
    expect(await programmes.service.call('DELETE', third)).toMatchObject({ status: 200 })
    expect(await programmes.service.call('DELETE', third)).toMatchObject({
      status: 404,
      body: { code: 'worker-not-on-roster' },
    })
    expect(await rosterOf(id)).toEqual([
      [1, 1],
      [2, 2],
    ])
    await importRows(id, group(1, [3]))
    expect(await rosterOf(id)).toHaveLength(3)
    const page = await programmes.service.call('GET', `/v1/programmes/${id}/roster?limit=2`)
    const { nextCursor } = page.body as { nextCursor: string }
    const rest = await programmes.service.call('GET', `/v1/programmes/${id}/roster?cursor=${nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ worker: idNumber('worker', 3) }] })
    expect(await programmes.service.call('GET', `/v1/programmes/${id}/roster?cursor=x`)).toMatchObject({
      status: 400,
      body: { code: 'cursor-malformed' },
    })
  })
})

describe('a round', () => {
  test('freezes the roster of 500 in one append', async () => {
    const id = await define()
    await importRows(id, group(1, range(500)))
    const answer = await post(`/v1/programmes/${id}/rounds`, { name: '首批' })
    expect(answer).toMatchObject({
      status: 201,
      body: { programme: id, plan: 'people', entries: 500, windows: ['horse-racing', 'national-day'] },
    })
    const { id: round } = answer.body as { id: string }
    const events = await programmes.service.recorded(round)
    expect(events.map(({ type }) => type)).toEqual(['RoundOpened', 'RosterFrozen', 'RoundSealed'])
    expect(await commandsOf(round)).toBe(1)
    expect((await programmes.service.call('GET', `/v1/rounds/${round}`)).body).toMatchObject({
      frozen: 500,
      sealed: true,
    })
    expect((await programmes.service.call('GET', `/v1/programmes/${id}/rounds`)).body).toMatchObject({
      items: [{ id: round, entries: 500, frozen: 500, sealed: true }],
    })
  })

  test('of a large roster takes several appends, and is the roster of the moment it was opened', async () => {
    const id = await define()
    for (const start of range(12)) {
      await importRows(
        id,
        group(
          start,
          range(500).map((n) => start * 1_000 + n),
        ),
      )
    }
    const answer = await post(`/v1/programmes/${id}/rounds`, { name: '全体' }, 'one-large-round')
    expect(answer).toMatchObject({ status: 201, body: { entries: 6_000 } })
    const { id: round } = answer.body as { id: string }
    const workers = frozenIn(await programmes.service.recorded(round))
    expect(await commandsOf(round)).toBe(2)
    expect(workers).toHaveLength(6_000)
    expect(new Set(workers).size).toBe(6_000)
    await importRows(id, group(13, [1]))
    const again = await post(`/v1/programmes/${id}/rounds`, { name: '全体' }, 'one-large-round')
    expect(again.text).toBe(answer.text)
    expect(frozenIn(await programmes.service.recorded(round))).toHaveLength(6_000)
  })

  test('left unsealed by a crash is finished at the next start, with the people it was opened for', async () => {
    const id = await define()
    await importRows(id, group(1, [1, 2, 3]), group(2, [4, 5]))
    const through = (await programmes.service.everything()).length
    const round = idNumber('round', 1)
    const opened = { programme: id, plan: 'people' as const, name: '首批', windows: ['horse-racing'], entries: 5 }
    await programmes.service.record(
      round,
      { type: 'RoundOpened', data: { ...opened, rosterReadThrough: through } },
      { type: 'RosterFrozen', data: { programme: id, groups: [group(1, [1, 2, 3])] } },
    )
    await importRows(id, group(2, [6]), group(1, [4]))
    await programmes.service.restart({ dropCopies: true })
    await expect
      .poll(async () => (await programmes.service.call('GET', `/v1/rounds/${round}`)).body, { timeout: 5_000 })
      .toMatchObject({ sealed: true, frozen: 5 })
    expect((await programmes.service.recorded(round)).slice(2)).toEqual([
      { type: 'RosterFrozen', data: { programme: id, groups: [group(2, [4, 5])] } },
      { type: 'RoundSealed', data: { programme: id, entries: 5 } },
    ])
  })

  test('of nobody is refused and leaves nothing', async () => {
    const id = await define()
    const before = (await programmes.service.everything()).length
    const key = 'round-of-nobody'
    const path = `/v1/programmes/${id}/rounds`
    expect(await post(path, { name: '首批' }, key)).toMatchObject({ status: 409, body: { code: 'roster-empty' } })
    expect(await programmes.service.everything()).toHaveLength(before)
    await importRows(id, group(1, [1]))
    expect(await post(path, { name: '首批' }, key)).toMatchObject({ status: 201 })
  })

  test('of sites freezes each as it is now, and names those it does not know', async () => {
    const id = await define({ kind: 'cooling', plan: 'sites', rules: { kitsPerHead: 2 } })
    const site = idNumber('site', 1)
    const facts = { division: '130302', trade: '快递', headCount: 30 }
    await programmes.service.record(site, {
      type: 'SiteRegistered',
      data: { name: '分拨中心', kind: 'workplace', employer: idNumber('employer', 1), ...facts },
    })
    await programmes.service.record(site, {
      type: 'SiteChanged',
      data: { name: '分拨中心', kind: 'workplace', employer: idNumber('employer', 1), ...facts, headCount: 38 },
    })
    const list = (...sites: string[]) => ({
      name: '海港区',
      kit,
      sites: sites.map((id) => ({ site: id, dueOn: '2025-07-10' })),
    })
    const unknown = idNumber('site', 2)
    expect(await post(`/v1/programmes/${id}/rounds`, list(site, unknown))).toMatchObject({
      status: 404,
      body: { code: 'site-unknown', sites: [unknown] },
    })
    const answer = await post(`/v1/programmes/${id}/rounds`, list(site))
    expect(answer).toMatchObject({ status: 201, body: { plan: 'sites', entries: 1, windows: [] } })
    const events = await programmes.service.recorded((answer.body as { id: string }).id)
    expect(events[1]).toMatchObject({
      type: 'SiteListFrozen',
      data: {
        sites: [{ site, employer: idNumber('employer', 1), headCount: 38, goods: [{ commodity: kit, quantity: 76 }] }],
      },
    })
    const mixed = { ...list(site), windows: ['national-day'] }
    expect(await post(`/v1/programmes/${id}/rounds`, mixed)).toMatchObject({ status: 400 })
    expect(await post(`/v1/programmes/${id}/rounds`, { name: 'x', kit })).toMatchObject({ status: 400 })
    expect(await post(`/v1/programmes/${id}/rounds`, { name: 'x' })).toMatchObject({
      status: 422,
      body: { code: 'plan-mismatch' },
    })
  })
})

/** [worker, employer] by number. */
async function rosterOf(programme: string): Promise<number[][]> {
  const { body } = await programmes.service.call('GET', `/v1/programmes/${programme}/roster`)
  const { items: workers } = body as { items: { worker: string; employer: string }[] }
  return workers.map(({ worker, employer }) => [Number(worker.slice(-6)), Number(employer.slice(-6))])
}

/** One command is one append. */
async function commandsOf(stream: string): Promise<number> {
  const events = (await programmes.service.everything()).filter((event) => event.stream === stream)
  return new Set(events.map(({ metadata }) => metadata.commandId)).size
}

function frozenIn(events: readonly WelfareEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'RosterFrozen' ? event.data.groups.flatMap(({ workers }) => workers) : [],
  )
}
