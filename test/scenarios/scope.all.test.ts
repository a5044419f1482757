import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeededRandom } from '../../services/standalone/src/demo/seeded-random.ts'
import type { Operation } from '../harness/api-document.ts'
import { inventPerson } from '../harness/meals.ts'
import type { KnownIds, Somewhere } from '../harness/one-of-everything.ts'
import { type Parts, requestsAbout, toRequest } from '../harness/route-requests.ts'
import { county, neighbour, prefecture } from '../harness/two-counties.ts'
import { openWalkedLedger, rolesOf, rowOf, type WalkedLedger } from '../harness/walked-ledger.ts'

/** One's own password, which takes a while to be held against. */
const notAsked = ['changePassword']

let walked: WalkedLedger
beforeAll(async () => {
  walked = await openWalkedLedger()
  // Somebody has read names everywhere, so that there are records of it.
  for (const { worker } of [walked.own, walked.foreign, walked.above])
    await walked.api.get(`/v1/workers?ids=${worker?.[0]}&reveal=true&purpose=check`)
}, 60_000)
afterAll(() => walked.fixture.close())

/** Lists, reports and their printed forms: whatever answers with more than one thing. */
function listings(): Operation[] {
  return walked.operations.filter(
    (operation) => operation.method === 'GET' && rowOf(operation).scope === 'filtered' && !operation.path.includes('{'),
  )
}

/** The answer as text, workbooks by their cells. */
async function textOf(operation: Operation, parts: Parts, actor: string): Promise<string> {
  const { path } = toRequest(operation, walked.routeOf(operation), parts)
  const headers = { authorization: `Bearer ${await walked.api.tokenOf(actor)}` }
  const answer = await fetch(`${walked.api.url}${path}`, { headers })
  const isWorkbook = answer.headers.get('content-type')?.includes('spreadsheetml') === true
  const text = isWorkbook
    ? JSON.stringify((await readXlsx(new Uint8Array(await answer.arrayBuffer()))).sheets.map(({ rows }) => rows))
    : await answer.text()
  if (answer.status !== 200) throw new Error(`${operation.operationId} as ${actor}: ${answer.status} ${text}`)
  return text
}

/** A place may have none; kinds of programmes, and what one may begin as, are the same everywhere; a month in which the books have nothing names its account alone. */
const mayBeEmpty = [
  ...['getFindings', 'listProgrammeKinds', 'listProgrammeTemplates'],
  ...['Xlsx', 'Html', 'Csv'].map((form) => `printBankReconciliation${form}`),
]

/** Ids and names of a place; kinds of goods are the same everywhere, and accounts of all unions are listed, without what lies there. */
function marksOf(
  { item: _item, kit: _kit, commodity: _commodity, bankaccount: _accounts, payer: _payers, ...ids }: KnownIds,
  { tag }: Somewhere,
): string[] {
  return [tag, ...Object.values(ids).flat()]
}

function pageOf(operation: Operation, ids: KnownIds, division: string): Parts {
  const [plain] = requestsAbout(operation, walked.routeOf(operation), ids, division)
  const isSpan = operation.parameters.some(({ name, required }) => name === 'from' && required)
  const isPaged = operation.parameters.some(({ name }) => name === 'limit')
  return {
    params: {},
    body: undefined,
    query: {
      ...{ ...plain?.query, ...(isPaged && { limit: '500' }), ...(isSpan && { from: '1' }) },
      ...(operation.operationId === 'readBankMoney' && { fund: ids.fund?.[0] ?? '' }),
      ...(operation.operationId.includes('BankReconciliation') && { month: '2025-05' }),
      ...(operation.operationId.includes('YearReport') && { year: '2025' }),
    },
  }
}

test('lists and reports hold nothing of elsewhere: no id, no name', async () => {
  const { own, foreign, above } = walked
  const seen: [string, string[], string[]][] = [
    [
      county.division,
      [county.division, ...marksOf(own, county)],
      [...marksOf(foreign, neighbour), ...marksOf(above, prefecture)],
    ],
    [
      neighbour.division,
      [neighbour.division, ...marksOf(foreign, neighbour)],
      [...marksOf(own, county), ...marksOf(above, prefecture)],
    ],
  ]
  const [ofOwn, ...others] = own.merchant ?? []
  const faults: string[] = []
  for (const operation of listings()) {
    for (const role of rolesOf(operation)) {
      for (const [division, inside, outside] of seen) {
        if (role.startsWith('merchant-') && division !== county.division) continue
        const ids = division === county.division ? walked.ownOf(role) : foreign
        const text = await textOf(operation, pageOf(operation, ids, division), walked.insider(role, division))
        const leaked = outside.filter((mark) => text.includes(mark))
        if (leaked.length > 0) faults.push(`${operation.operationId} as ${role} of ${division}: ${leaked}`)
        if (
          !role.startsWith('merchant-') &&
          !mayBeEmpty.includes(operation.operationId) &&
          !inside.some((mark) => text.includes(mark))
        )
          faults.push(`${operation.operationId} as ${role} of ${division}: holds nothing`)
      }
      if (!role.startsWith('merchant-')) continue
      const text = await textOf(operation, pageOf(operation, walked.ownOf(role), county.division), walked.insider(role))
      const nextDoor = others.filter((merchant) => text.includes(merchant))
      if (nextDoor.length > 0) faults.push(`${operation.operationId} as ${role} of ${ofOwn}: ${nextDoor}`)
    }
  }
  expect(faults).toEqual([])
}, 60_000)

/** What the bank is sent, for which the account is there. */
const forTheBank = ['readPaymentFile']
/** Of somebody on the county's roster, and of a merchant that is paid there. */
const { identityNumber = '', phone = '' } = inventPerson(county.firstPerson)
const personal = [`${county.tag}工人`, identityNumber, phone, '6217000999000000417']

test('whatever a role may read without saying what for holds no full name, number, phone or account', async () => {
  const faults: string[] = []
  let answered = 0
  const reads = walked.operations.filter(
    ({ operationId, method, parameters }) =>
      method === 'GET' &&
      !forTheBank.includes(operationId) &&
      !parameters.some(({ name, required }) => name === 'purpose' && required),
  )
  for (const operation of reads) {
    for (const role of rolesOf(operation)) {
      const [parts] = requestsAbout(operation, walked.routeOf(operation), walked.ownOf(role), county.division)
      if (!parts) continue
      const text = await textOf(operation, parts, walked.insider(role)).catch(String)
      if (!/^\w*Error: /.test(text)) answered += 1
      const told = personal.filter((mark) => text.includes(mark))
      if (told.length > 0) faults.push(`${operation.operationId} as ${role}: ${told}`)
    }
  }
  expect(answered).toBeGreaterThan(250)
  expect(faults).toEqual([])
  // And what is read for a purpose, and by the bank, has them: the search finds what is there.
  const officer = walked.insider('officer')
  const named = await walked.api.get('/v1/workers?reveal=true&purpose=check&limit=500', officer)
  const paid: string = await walked.api.get(`/v1/payment-files/${walked.own.paymentfile?.[0]}`, officer)
  const there = `${JSON.stringify(named)}${paid}`
  expect(personal.filter((mark) => !there.includes(mark))).toEqual([])
}, 60_000)

test('the prefecture sees its counties, and the whole ledger sees all of them', async () => {
  const marks = [county, neighbour, prefecture].map(({ tag }) => tag)
  for (const division of [prefecture.division, '000000']) {
    for (const operationId of [
      'listUnions',
      'listFunds',
      'listProgrammes',
      'listDepots',
      'listMerchants',
      'listSites',
    ]) {
      const operation = walked.operations.find((one) => one.operationId === operationId)
      if (!operation) throw new Error(operationId)
      const text = await textOf(operation, pageOf(operation, walked.own, division), walked.insider('officer', division))
      for (const mark of marks) expect([operationId, text.includes(mark)]).toEqual([operationId, true])
    }
  }
})

test('totals are those of the own division: the same as everything asked for that division alone', async () => {
  const near = await walked.api.get('/v1/budget?by=fund', walked.insider('auditor'))
  const chosen = await walked.api.get(`/v1/budget?by=fund&division=${county.division}`, 'auditor/everywhere')
  expect(near.total).toEqual(chosen.total)
  expect(near.total.balances.grantedFen).toBe(2_527_300)
  const whole = await walked.api.get('/v1/budget?by=fund', 'auditor/everywhere')
  expect(whole.total.balances.grantedFen).toBe(3 * 2_527_300)
})

test('a county sees what a fund of the prefecture gave to it, and not what that fund has left', async () => {
  const { api, own } = walked
  const named = { name: '州级专项', division: prefecture.division, funder: { name: '州总工会', kind: 'union' } }
  const fund = (await api.post('/v1/funds', named)).id
  const donation = { receiptNumber: 'P-77', donor: { kind: 'organisation', name: '州总工会' }, amountFen: 7_654_321 }
  await api.post(`/v1/funds/${fund}/donations`, donation)
  await api.post(`/v1/funds/${fund}/allocations`, { programme: own.programme?.[0], amountFen: 321 })
  const { sequence } = await api.get('/v1/journal?limit=1')
  for (const path of [
    `trail/${own.programme?.[0]}?limit=500`,
    'entries?limit=500',
    'journal?limit=500',
    'budget?by=fund',
  ]) {
    const text = JSON.stringify(await api.get(`/v1/${path}&at=${sequence}`, walked.insider('auditor')))
    expect([path, text.includes(fund)]).toEqual([path, true])
    for (const amount of ['7654321', '7654000']) expect([path, text.includes(amount)]).toEqual([path, false])
  }
})

test('a scope of one programme holds that programme, and not the next one of the same county', async () => {
  const [meals = '', cooling = ''] = walked.own.programme ?? []
  const actor = `officer/meals-only@${county.division},${meals}`
  const { items } = await walked.api.get('/v1/programmes', actor)
  expect(items.map(({ id }: { id: string }) => id)).toEqual([meals])
  const round = walked.own.round?.[1]
  for (const path of [`/v1/programmes/${cooling}`, `/v1/programmes/${cooling}/rounds`, `/v1/rounds/${round}`])
    expect(await walked.api.send({ method: 'GET', path, actor })).toMatchObject({ status: 404 })
  expect((await walked.api.get('/v1/consignments', actor)).items).toEqual([])
  expect(await walked.api.send({ method: 'GET', path: `/v1/programmes/${meals}`, actor })).toMatchObject({
    status: 200,
  })
})

const SHUFFLES = 3

/** Things of all places under one roof, in an order that a number decides. */
function mixed(seed: number): KnownIds {
  const random = createSeededRandom(seed)
  const { own, foreign, above } = walked
  const all = [own, foreign, above]
  const categories = Object.keys(own)
  return Object.fromEntries(
    categories.map((category) => {
      const ids = all.flatMap((place) => place[category] ?? [])
      return [
        category,
        ids
          .map((id) => ({ id, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ id }) => id),
      ]
    }),
  )
}

test('whatever a county asks, about things of all places mixed: no answer tells what the question did not', async () => {
  const { own, foreign, above } = walked
  const elsewhere = [...marksOf(foreign, neighbour), ...marksOf(above, prefecture)]
  const faults: string[] = []
  let asked = 0
  // Reads first: what is done ends much of what there is to read.
  const inTurn = walked.operations.toSorted((a, b) => Number(b.method === 'GET') - Number(a.method === 'GET'))
  for (const operation of inTurn.filter((one) => !notAsked.includes(one.operationId))) {
    for (const role of rolesOf(operation)) {
      for (let seed = 0; seed < SHUFFLES; seed += 1) {
        const division = [county, neighbour, prefecture][seed % 3]?.division ?? ''
        const ids = {
          ...mixed(seed),
          ...(role.startsWith('merchant-') && { merchant: own.merchant?.slice(0, 1) ?? [] }),
        }
        for (const parts of requestsAbout(operation, walked.routeOf(operation), ids, division)) {
          const request = { ...toRequest(operation, walked.routeOf(operation), parts), actor: walked.insider(role) }
          const { status, body } = await walked.api.send(request)
          asked += 1
          const question = JSON.stringify(parts)
          const told = elsewhere.filter((mark) => JSON.stringify(body).includes(mark) && !question.includes(mark))
          if (status >= 500 || told.length > 0)
            faults.push(`${operation.operationId} as ${role} ${question}: ${status} ${body.detail ?? ''} ${told}`)
        }
      }
    }
  }
  expect(faults.slice(0, 10)).toEqual([])
  expect(asked).toBeGreaterThan(1_000)
}, 120_000)
