import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { readOperations } from '../harness/api-document.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let fixture: TestLedger
beforeAll(async () => {
  fixture = await openTestLedger('2025-07-26T02:00:00Z')
}, 60_000)
afterAll(() => fixture.close())

const fund = (name: string) => ({ name, division: '632701', funder: { name: '北京市总工会', kind: 'union' } })

describe('a moment', () => {
  const ask = (query: string, language: string) =>
    fixture.api.send({ method: 'GET', path: `/v1/budget?${query}`, headers: { 'accept-language': language } })

  it.each(['at=2028-02-29', 'at=yesterday', 'at=2025-07-25T08:00:00', 'at=-1'])(
    '%s is answered with what a moment is',
    async (query) => {
      const { status, body } = await ask(query, 'en')
      expect([status, body.code, body.issues[0].code]).toEqual([400, 'query-invalid', 'moment-malformed'])
      expect(body.detail).toContain('a sequence, such as 120, or a time with its offset')
      expect((await ask(query, 'zh')).body.detail).toContain('应为序号')
    },
  )

  it.each(['effective=2028-02-30', 'effective=120'])('%s is answered with what a day is', async (query) => {
    const { body } = await ask(query, 'en')
    expect(body.detail).toContain('effective takes a day, such as 2025-07-25')
  })

  it.each(['at=0', 'at=2025-07-25T08:00:00%2B08:00', 'at=2025-07-25T00:00:00Z', 'effective=2025-07-25'])(
    '%s is one',
    async (query) => {
      expect((await ask(query, 'en')).status).toBe(200)
    },
  )
})

describe('a name', () => {
  it.each([
    ['zero-width blanks', '\u200b\u200d'],
    ['marks that turn the direction', '\u202e\u200f\u061c'],
    ['Hangul fillers', '\u3164\uffa0'],
    ['a blank of Braille', '\u2800'],
    ['marks alone', '\u0301\u0302'],
  ])('of %s only is refused for fund and programme', async (_, name) => {
    const refused = { status: 400, body: { code: 'body-invalid', detail: expect.stringContaining('can be seen') } }
    expect(await fixture.api.send({ method: 'POST', path: '/v1/funds', body: fund(name) })).toMatchObject(refused)
    const programme = { name, kind: 'festival-meal', division: '632701', plan: 'people', year: 2025, rules: {} }
    const { body } = await fixture.api.send({ method: 'POST', path: '/v1/programmes', body: programme })
    expect(body.issues).toContainEqual(expect.objectContaining({ path: 'name', code: 'text-invisible' }))
  })

  it.each(['𠮷野家基金', 'Jean‑Luc’s fund', '帮扶资金·二期'])('%s is taken', async (name) => {
    expect((await fixture.api.send({ method: 'POST', path: '/v1/funds', body: fund(name) })).status).toBe(201)
  })

  it('with a character for private use is one that the document does not allow either', async () => {
    const operation = (await readOperations(fixture.api)).find(({ operationId }) => operationId === 'openFund')
    const pattern = new RegExp(String(operation?.body?.properties?.name?.pattern))
    for (const name of ['\ue000基金', 'a\ufdd0', 'a\uf8ff']) {
      expect(pattern.test(name)).toBe(false)
      expect((await fixture.api.send({ method: 'POST', path: '/v1/funds', body: fund(name) })).status).toBe(400)
    }
  })
})

test('no optional parameter of a query carries an example: a page that tries the route would send it', async () => {
  const optional = (await readOperations(fixture.api)).flatMap(({ operationId, parameters }) =>
    parameters
      .filter((parameter) => parameter.in === 'query' && !parameter.required)
      .map((parameter) => ({ operationId, parameter })),
  )
  expect(optional.length).toBeGreaterThan(50)
  expect(optional.filter(({ parameter }) => 'example' in parameter || 'example' in parameter.schema)).toEqual([])
})

test('what the document says of `after` is what can be one', async () => {
  const operation = (await readOperations(fixture.api)).find(({ operationId }) => operationId === 'listFunds')
  const pattern = new RegExp(String(operation?.parameters.find(({ name }) => name === 'after')?.schema.pattern))
  const head = await fixture.ledger.store.head()
  expect(pattern.test(String(head?.position))).toBe(true)
  for (const text of ['x', '5', 'yesterday', '!!']) expect(pattern.test(text)).toBe(false)
})

test('the public list of a programme with characters beyond the first plane in its name is a workbook', async () => {
  const window = { window: 'now', from: '2025-07-25', until: '2025-07-31', creditFen: 1_000 }
  const name = '𠮷'.repeat(16)
  const { programme } = await prepareMeals(fixture.api, { workers: 1, windows: [window], fundsFen: [10_000] }, name)
  await importRoster(fixture.api, programme, await rosterFile(1))
  for (const form of ['xlsx', 'html']) {
    const { status } = await fixture.api.send({
      method: 'GET',
      path: `/v1/programmes/${programme}/public-list.${form}`,
    })
    expect(status).toBe(200)
  }
})

describe('what a merchant is owed, printed month by month', () => {
  const window = { window: 'summer', from: '2025-07-01', until: '2025-08-31', creditFen: 9_000 }
  let merchant: string
  let codes: string[]

  beforeAll(async () => {
    const plan = { workers: 2, windows: [window], fundsFen: [9_001, 8_999], rules: { lateEntryDays: 10 } }
    const meals = await prepareMeals(fixture.api, { ...plan, firstPerson: 100 }, '按月')
    merchant = meals.merchants[0] ?? ''
    await importRoster(fixture.api, meals.programme, await rosterFile(2, 100))
    await issue(fixture.api, meals.programme)
    codes = (await listCards(fixture.api, meals.programme)).map(({ code }) => code)
  })

  const eat = (amountFen: number, more: object = {}, actor = `merchant-till/till@${merchant}`) =>
    fixture.api.post(`/v1/vouchers/${codes[amountFen % 2]}/redemptions`, { merchant, amountFen, ...more }, { actor })

  /** Each line: its day, what it says it is, its paper, its amount. */
  async function print(range: string): Promise<string[]> {
    const after = encodeURIComponent(String((await fixture.ledger.store.head())?.position))
    const csv: string = await fixture.api.get(`/v1/printouts/payables.csv?merchant=${merchant}&${range}&after=${after}`)
    const lines = csv.trimEnd().split('\r\n').slice(1)
    return lines.map((line) =>
      line
        .split(',')
        .filter((_, column) => [0, 2, 4, 5].includes(column))
        .join(' '),
    )
  }

  test('has a meal of July that came in August in August’s list, once, as entered later; and what was wrong in red', async () => {
    const wrong = await eat(1_000)
    await eat(1_101, { deviceId: 'till-1', deviceSequence: 7 })
    const july = await print('from=2025-07-01&until=2025-07-31')
    expect(july).toEqual(['2025-07-26 核销用餐 till/0 10.00', '2025-07-26 核销用餐 till-1/7 11.01'])
    const printedThrough = await fixture.head()

    fixture.clock.advanceTo(new Date('2025-08-04T10:00:00+08:00'))
    await eat(1_202, { deviceId: 'till-1', deviceSequence: 8 })
    const lateEntry = { occurredAt: '2025-07-30T12:00:00+08:00', reason: '停电' }
    await eat(1_303, { document: { kind: 'slip', number: 'S-1' }, lateEntry }, 'officer/test')
    const red = { merchant, reason: '录错', document: { kind: 'slip', number: 'S-2' } }
    await fixture.api.post(`/v1/redemptions/${wrong.id}/reversal`, red)

    expect(await print('from=2025-07-01&until=2025-07-31')).toEqual(july)
    const august = [
      '2025-07-30 核销用餐（工会录入）（补记以前日期） S-1 13.03',
      '2025-08-04 核销用餐 till-1/8 12.02',
      '2025-08-04 红字更正核销 S-2 -10.00',
    ]
    expect(await print('from=2025-08-01&until=2025-08-31')).toEqual(august)
    expect(await print(`afterSequence=${printedThrough}`)).toEqual(august)
  })
})
