import { findingWords } from '@welfare/contracts/words/finding-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import fc from 'fast-check'
import { type CellValue, readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type ServedHistory, serveHistory } from '../exports/served-history.fixture.ts'
import { createHistory, idOf } from '../history.fixture.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { playSteps, randomStep } from '../random-history.fixture.ts'
import { coolProgramme, programmes } from '../random-town.fixture.ts'

const merchant = idOf('merchant', 0)
const fund = idOf('fund', 0)
let ledger: ServedHistory

beforeAll(async () => {
  ledger = await serveHistory(playSteps(fc.sample(randomStep, { numRuns: 500, seed: 11 })))
}, 90_000)

afterAll(() => ledger.stop())

const read = async (path: string, actor?: string) => JSON.parse(await (await ledger.read(path, actor)).text())
const readHtml = async (path: string, actor?: string) => (await ledger.read(path, actor)).text()

async function readSheets(path: string): Promise<Map<string, CellValue[][]>> {
  const { sheets } = await readXlsx(Buffer.from(await (await ledger.read(path)).arrayBuffer()))
  return new Map(sheets.map(({ name, rows }) => [name, rows]))
}

/** The row that begins with `label`, without empty cells. */
function rowOf(rows: CellValue[][] | undefined, label: string): CellValue[] {
  const row = rows?.find(([first]) => first === label) ?? []
  return row.filter((cell) => cell !== null && cell !== '').slice(1)
}

const yuan = (amountFen: number): number => amountFen / 100

describe('each paper', () => {
  test.each([
    ['budget', 'by=programme'],
    ['bank-balances', 'unit=wan'],
    ['merchants-owed', ''],
    ['coverage', `programme=${coolProgramme}`],
    ['gaps', `programme=${programmes[0]}&kind=people`],
    ['findings', ''],
    ['payables', `merchant=${merchant}`],
    ['fund-statement', `fund=${fund}`],
  ])('%s is a spreadsheet and a page that stands alone, signed and stamped', async (name, query) => {
    const { rootHash, ledger: id } = await read('/v1/budget?at=300')
    const page = await ledger.read(`/v1/printouts/${name}.html?${query}&at=300`)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /)
    const html = await page.text()
    const stamp = `账本 ${id} · 账本代次 1 · 序号 300`
    expect(html).toContain(stamp)
    expect(html).toContain(rootHash)
    for (const who of ['制表', '审核', '经办']) expect(html).toContain(`<p>${who}：</p>`)
    const sheets = await readSheets(`/v1/printouts/${name}.xlsx?${query}&at=300`)
    for (const rows of sheets.values()) expect(String(rows.at(-1)?.[0])).toContain(stamp)
  })

  test.each([
    ['/v1/printouts/budget.html?by=colour', '400'],
    ['/v1/printouts/budget.xlsx?at=999999', '422'],
    [`/v1/printouts/payables.html?merchant=${idOf('merchant', 'none')}`, '404'],
    [`/v1/printouts/payables.html?merchant=${merchant}&from=2025-09-02&until=2025-09-01`, '400'],
    ['/v1/printouts/gaps.xlsx', '400'],
  ])('%s is refused: %s', async (path, status) => {
    await expect(ledger.read(path)).rejects.toThrow(status)
  })
})

describe('the budget', () => {
  it('has the figures of the report, in 元 and exactly in 万元', async () => {
    const { total } = await read('/v1/budget')
    const sheets = await readSheets('/v1/printouts/budget.xlsx')
    const states = [
      'granted',
      'available',
      'reserved',
      'allocated',
      'committed',
      'issued',
      'used',
      'claimed',
      'writtenOff',
    ]
    const money = figuresOf(total.balances, [
      'donated',
      'bank',
      'quota',
      'transit',
      'cost',
      'loss',
      'payable',
      'disputed',
      'suspense',
    ])
    expect(rowOf(sheets.get('预算余额'), '合计')).toEqual(figuresOf(total.balances, states).map(yuan))
    expect(rowOf(sheets.get('资金余额'), '合计')).toEqual(money.map(yuan))
    const inWan = rowOf((await readSheets('/v1/printouts/budget.xlsx?unit=wan')).get('资金余额'), '合计')
    expect(inWan.map((cell) => Math.round(Number(cell) * 1_000_000))).toEqual(money)
    expect(await readHtml('/v1/printouts/budget.html?unit=wan')).toContain('单位：万元')
    expect(await readHtml('/v1/printouts/budget.html')).toContain(`（大写）：${amountInWords(total.balances.bankFen)}`)
  })

  it('shows only what lies within the scope', async () => {
    const html = await readHtml('/v1/printouts/budget.html?by=programme', 'officer/a@632701')
    expect(html).toContain('Meals 0')
    expect(html).not.toContain('Meals 1')
  })
})

describe('the statement of a fund', () => {
  const statement = '/v1/printouts/fund-statement.xlsx'

  it('begins with what was there, lists every movement with its paper, and ends with what is there', async () => {
    const legs: JournalLeg[] = (await read(`/v1/journal?account=available&fund=${fund}&limit=1000`)).legs
    const days = [...new Set(legs.map(({ accountingDate }) => accountingDate))].sort()
    const [from = '', until = ''] = [days[Math.floor(days.length / 3)], days[Math.floor((2 * days.length) / 3)]]
    const inside = legs.filter(({ accountingDate }) => from <= accountingDate && accountingDate <= until)
    expect(inside.length).toBeGreaterThan(2)
    expect(inside.length).toBeLessThan(legs.length)
    const openingFen = -sumOf(legs.filter(({ accountingDate }) => accountingDate < from))
    const { total } = await read(`/v1/budget?fund=${fund}&effective=${until}`)
    const sheets = await readSheets(`${statement}?fund=${fund}&from=${from}&until=${until}`)
    const moves = sheets.get('可安排资金变动')
    expect(rowOf(moves, '期初')).toEqual([yuan(openingFen)])
    const isIn = ({ eventType }: JournalLeg) =>
      ['DonationReceived', 'IncomeReceived', 'IncomeReversed', 'AllocationReturned'].includes(eventType)
    const [inFen, outFen] = [0 - sumOf(inside.filter(isIn)), sumOf(inside.filter((leg) => !isIn(leg)))]
    expect(rowOf(moves, '期末')).toEqual([inFen, outFen, total.balances.availableFen].map(yuan))
    expect(openingFen + inFen - outFen).toBe(total.balances.availableFen)
    const documents = new Set(inside.map(({ document }) => document))
    expect(moves?.filter(([, document]) => documents.has(String(document))).length).toBe(inside.length)
  })

  it('says which meals it paid, by day and shop: together what its meals cost it', async () => {
    const { sum } = await read(`/v1/trail/${fund}/meals?limit=1`)
    const sheets = await readSheets(`${statement}?fund=${fund}`)
    const meals = sheets.get('用餐明细') ?? []
    const paidFen = Math.round(Number(meals.find(([day]) => day === '合计')?.at(-1)) * 100)
    expect(paidFen).toBe(sum.paidFen)
    const days = meals.filter(([day]) => /^\d{4}-/.test(String(day)))
    expect(days.length).toBeGreaterThan(2)
    expect(new Set(days.map(([day, merchant]) => `${day} ${merchant}`)).size).toBe(days.length)
  })

  it('counts what was corrected or waited as what it came to, each by its own sign, and names the programmes', async () => {
    const [gift, allocated] = [2_000_000, 150_000]
    const history = createHistory()
    const day = '2025-07-02'
    const [given, paid] = [idOf('fund', 1), idOf('programme', 1)]
    const funder = { name: '州总工会', kind: 'union' as const }
    const restriction = { purposes: [], divisions: [] }
    history.add(given, 'FundOpened', { name: '专项', division: '632700', funder, restriction }, day)
    const defined = {
      name: '节日餐补',
      kind: 'meal',
      division: '632701',
      plan: 'people' as const,
      year: 2025,
      rulesVersion: 1,
    }
    const rules = { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' as const }
    history.add(paid, 'ProgrammeDefined', { ...defined, rules }, day)
    const shares = (amountFen: number) => ({ shares: [{ fund: given, amountFen }], availableAfterFen: 0 })
    const receipt = { donor: { kind: 'individual' as const }, receivedOn: day }
    const wrong = history.add(given, 'DonationReceived', { receiptNumber: 'R-1', ...receipt, ...shares(gift) }, day)
    history.add(given, 'DonationReceived', { receiptNumber: 'R-1', ...receipt, ...shares(200_000) }, day)
    const red = { corrects: `${given}.${wrong.version}`, receiptNumber: 'R-1', reason: '多打一个零' }
    history.add(given, 'DonationReversed', { ...red, ...shares(gift) }, day)
    const budget = { budget: paid.replace('programme', 'budget') }
    const asked = { programme: paid, ...shares(allocated) }
    const waiting = history.add(
      given,
      'AllocationProposed',
      { ...asked, ...budget, limitFen: 1, proposedBy: 'desk' },
      day,
    )
    const proposal = `${given}.${waiting.version}`
    history.add(given, 'AllocationApproved', { proposal, ...asked }, day)
    history.add(given, 'FundsAllocated', { proposal, ...asked, ...budget }, day)
    const small = await serveHistory(history.events)
    try {
      const sheetsFor = async (actor?: string) => {
        const response = await small.read(`${statement}?fund=${given}`, actor)
        const { sheets } = await readXlsx(Buffer.from(await response.arrayBuffer()))
        return new Map(sheets.map(({ name, rows }) => [name, rows]))
      }
      const sheets = await sheetsFor()
      const moves = sheets.get('可安排资金变动')
      const column = (title: string) => moves?.find((row) => row.includes(title))?.indexOf(title) ?? -1
      const lines = moves?.filter(([first]) => first === day) ?? []
      const at = (title: string) => lines.map((row) => row[column(title)] ?? null)
      expect(at('增加')).toEqual([yuan(gift), yuan(200_000), yuan(-gift), null, null, null])
      expect(at('减少')).toEqual([null, null, null, yuan(allocated), yuan(-allocated), yuan(allocated)])
      expect(rowOf(moves, '期末')).toEqual([200_000, allocated, 200_000 - allocated].map(yuan))
      expect(at('摘要').slice(3)).toEqual([
        '资金安排待审批：节日餐补',
        '资金安排已审批：节日餐补',
        '资金安排：节日餐补',
      ])
      const remarkIn = (found: Map<string, CellValue[][]>) =>
        found
          .get('资金状态')
          ?.flatMap(([first]) => (String(first).includes('到账资金 ') || String(first).includes('范围') ? [first] : []))
      expect(remarkIn(sheets)).toEqual([expect.stringContaining('到账资金 ＋ 结转资金 ＝')])
      expect(remarkIn(await sheetsFor('officer/a@632701'))).toEqual([expect.stringContaining('查询范围之外的项目')])
    } finally {
      await small.stop()
    }
  })

  it('says of every state what it was and is; of the programmes what each holds', async () => {
    const { total, rows } = await read(`/v1/budget?fund=${fund}&by=programme`)
    const sheets = await readSheets(`${statement}?fund=${fund}`)
    const states = sheets.get('资金状态')
    for (const [word, name] of [
      ['可安排', 'available'],
      ['已核销（用餐）', 'used'],
      ['银行存款', 'bank'],
    ] as const) {
      const [figure] = figuresOf(total.balances, [name]).map(yuan)
      expect(rowOf(states, word)).toEqual([0, figure, figure])
    }
    const inProgrammes = ['reserved', 'allocated', 'committed', 'issued', 'used', 'claimed', 'writtenOff']
    const held = rows.filter(
      ({ key, balances }: { key: string | null; balances: Record<string, number> }) =>
        key !== null && figuresOf(balances, inProgrammes).some((amountFen) => amountFen !== 0),
    )
    expect(held.length).toBeGreaterThan(0)
    for (const { name, balances } of held)
      expect(rowOf(sheets.get('期末各项目'), name)).toEqual(figuresOf(balances, inProgrammes).map(yuan))
  })

  it('is not there for whom the fund is not there', async () => {
    await expect(ledger.read(`/v1/printouts/fund-statement.html?fund=${fund}`, 'officer/a@130000')).rejects.toThrow(
      '404',
    )
  })
})

describe('coverage and gaps', () => {
  it('have the counts of the report', async () => {
    const { total } = await read(`/v1/coverage?programme=${coolProgramme}`)
    const sheets = await readSheets(`/v1/printouts/coverage.xlsx?programme=${coolProgramme}`)
    const { planned, delivered, short, late, lateInTransit, notYetDue, neverVisited } = total.sites
    const { headsPlanned, headsDelivered, headsCovered } = total.sites
    expect(rowOf(sheets.get('点位'), '合计').slice(0, 10)).toEqual([
      ...[planned, delivered, short, late, lateInTransit, notYetDue, neverVisited],
      ...[headsPlanned, headsDelivered, headsCovered],
    ])
    const bySite = await read(`/v1/coverage?programme=${coolProgramme}&by=site`)
    const sheetsBySite = await readSheets(`/v1/printouts/coverage.xlsx?programme=${coolProgramme}&by=site`)
    expect(bySite.rows.length).toBeGreaterThan(1)
    for (const { name, sites } of bySite.rows)
      expect(rowOf(sheetsBySite.get('点位'), name).slice(0, 3)).toEqual([sites.planned, sites.delivered, sites.short])
    const { key, name } = bySite.rows[0]
    const ofOne = await readHtml(`/v1/printouts/gaps.html?programme=${coolProgramme}&site=${key}`)
    expect(ofOne).toContain(`点位：${name}`)
    const { people } = (await read(`/v1/coverage?programme=${programmes[0]}`)).total
    const ofPeople = await readSheets(`/v1/printouts/coverage.xlsx?programme=${programmes[0]}`)
    const { eligible, amended, issued, reached, reachedOfEligible, reachedOfAmended, visits } = people
    expect(rowOf(ofPeople.get('人员'), '合计').slice(0, 7)).toEqual([
      ...[eligible, amended, issued, reached, reachedOfEligible.percentage, reachedOfAmended.percentage, visits],
    ])
    const gaps = await read(`/v1/gaps?programme=${programmes[0]}&limit=1000`)
    const listed = await readSheets(`/v1/printouts/gaps.xlsx?programme=${programmes[0]}`)
    expect(rowOf(listed.get('按原因'), '合计')).toEqual([gaps.total])
    const html = await readHtml(`/v1/printouts/gaps.html?programme=${programmes[0]}`)
    for (const { worker } of gaps.gaps) expect(html).toContain(worker)
  })
})

describe('findings, two moments beside each other, and legs', () => {
  it('findings are those of the report, with what became of them', async () => {
    const { findings, counts, total } = await read('/v1/findings?limit=1000')
    expect(total).toBeGreaterThan(0)
    const sheets = await readSheets('/v1/printouts/findings.xlsx')
    const open = counts.reduce((sum: number, one: { open: number }) => sum + one.open, 0)
    expect(rowOf(sheets.get('按类型'), '合计')).toEqual([total, open])
    const listed = sheets.get('疑点') ?? []
    const ofList = listed.filter(([, status]) => status === '待核查' || status === '已核查')
    expect(ofList.map(([, , , programme, merchant, events]) => [programme ?? '', merchant ?? '', events])).toEqual(
      findings.map((one: Record<string, unknown>) => [one.programmeName ?? '', one.merchantName ?? '', one.eventCount]),
    )
    const { kind } = findings[0]
    const html = await readHtml(`/v1/printouts/findings.html?kind=${kind}&status=open`)
    expect(html).toContain(`疑点类型：${findingWords[kind as keyof typeof findingWords]}`)
    expect(html).toContain('状态：待核查')
  })

  it('a comparison has every difference, money apart from people and sites, and says by which events', async () => {
    const { rows, coverage } = await read('/v1/comparison?from=100&to=300&by=programme')
    const differences = (found: { differences: object[] }[]) => found.flatMap((row) => row.differences)
    const money = differences(rows) as { before: number; after: number; difference: number; causes: object[] }[]
    expect(money.length).toBeGreaterThan(3)
    const asked = 'from=100&to=300&by=programme'
    const numbersOf = (sheet: CellValue[][] | undefined) =>
      (sheet ?? []).flatMap((cells) => (typeof cells[2] === 'number' ? [cells.slice(2, 5)] : []))
    const sheets = await readSheets(`/v1/printouts/comparison.xlsx?${asked}`)
    expect(numbersOf(sheets.get('资金'))).toEqual(
      money.map(({ before, after, difference }) => [before, after, difference].map(yuan)),
    )
    const counted = differences(coverage.rows) as typeof money
    expect(counted.length).toBeGreaterThan(0)
    expect(numbersOf(sheets.get('人员与点位'))).toEqual(
      counted.map(({ before, after, difference }) => [before, after, difference]),
    )
    const inWan = await readSheets(`/v1/printouts/comparison.xlsx?${asked}&unit=wan`)
    const wan = (fen: number) => Math.round((fen / 1_000_000) * 1e6) / 1e6
    expect(numbersOf(inWan.get('资金'))).toEqual(
      money.map(({ before, after, difference }) => [before, after, difference].map(wan)),
    )
    expect(inWan.get('资金')?.some((row) => row.includes('单位：万元'))).toBe(true)
    expect(inWan.get('人员与点位')?.some((row) => row.some((cell) => String(cell).includes('单位')))).toBe(false)
    const html = await readHtml(`/v1/printouts/comparison.html?${asked}`)
    expect(html).toContain('较早时点：序号 100')
    expect(html).toMatch(/核销用餐 [\d,.]+（\d+ 笔）/)
  })

  it('legs are those of the journal, by whatever it is asked', async () => {
    const asked = `account=payable&merchant=${merchant}`
    const legs: JournalLeg[] = (await read(`/v1/journal?${asked}&limit=1000`)).legs
    const html = await readHtml(`/v1/printouts/journal.html?${asked}`)
    const lines = [...html.slice(html.indexOf('<tbody>')).matchAll(/<tr><td.*?<\/tr>/g)].map(([line]) =>
      line
        .replaceAll(/<[^>]+>/g, '|')
        .split(/\|+/)
        .slice(1, -1),
    )
    expect(lines.map(([sequence, day, document]) => [sequence, day, document])).toEqual(
      legs.map((leg) => [leg.sequence.toLocaleString('en-US'), leg.accountingDate, leg.document]),
    )
    for (const line of ['账户：应付商户', '单位：元', 'Merchant 0', '（经办人）']) expect(html).toContain(line)
    expect(html).not.toContain('借方数量')
    expect(await readHtml('/v1/printouts/journal.html?book=goods&unit=wan')).toContain('借方数量')
  })
})

describe('every sheet that is taken away says its unit', () => {
  test.each(['budget', 'coverage', 'payables', 'fund-statement', 'comparison'])('%s', async (name) => {
    const asked = `merchant=${merchant}&fund=${fund}&from=100&programme=${programmes[0]}`
    const own: Record<string, RegExp> = {
      budget: /fund|programme/,
      coverage: /programme/,
      payables: /merchant|programme/,
      'fund-statement': /fund/,
      comparison: /from|programme/,
    }
    const query = asked
      .split('&')
      .filter((one) => own[name]?.test(one.split('=')[0] ?? ''))
      .join('&')
    for (const [unit, said] of [
      ['yuan', '单位：元'],
      ['wan', '单位：万元'],
    ]) {
      expect(await readHtml(`/v1/printouts/${name}.html?${query}&unit=${unit}`)).toContain(said)
      const sheets = await readSheets(`/v1/printouts/${name}.xlsx?${query}&unit=${unit}`)
      expect([...sheets.values()].some((rows) => rows.some((row) => row.includes(said ?? '')))).toBe(true)
    }
  })
})

describe('what a merchant is owed', () => {
  it('is one line for each redemption and reversal, summed by day, and in all as in the journal', async () => {
    const legs: JournalLeg[] = (await read(`/v1/journal?account=payable&merchant=${merchant}&limit=1000`)).legs
    const owed = -legs.reduce((sum, { amount }) => sum + amount, 0)
    const [rows] = [...(await readSheets(`/v1/printouts/payables.xlsx?merchant=${merchant}`)).values()]
    expect(rowOf(rows, '合计')).toEqual([yuan(owed)])
    const documents = new Set(legs.map(({ document }) => document))
    expect(rows?.filter(([, document]) => documents.has(String(document))).length).toBe(documents.size)
    expect(rows?.some(([first]) => first === `合计（大写）：${amountInWords(owed)}`)).toBe(true)
    for (const day of new Set(legs.map(({ accountingDate }) => accountingDate))) {
      const ofDay = legs.filter(({ accountingDate }) => accountingDate === day)
      expect(rowOf(rows, `${day} 小计`)).toEqual([yuan(0 - ofDay.reduce((sum, { amount }) => sum + amount, 0))])
    }
  })

  it('is a file for other programs too: lines without sums, a mark at the beginning, CRLF', async () => {
    const legs: JournalLeg[] = (await read(`/v1/journal?account=payable&merchant=${merchant}&limit=1000`)).legs
    const response = await ledger.read(`/v1/printouts/payables.csv?merchant=${merchant}`)
    const text = Buffer.from(await response.arrayBuffer()).toString()
    const [header, ...lines] = text
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split('\r\n')
    expect(text).toMatch(/^\ufeff/)
    expect(header).toBe('日期,业务单据号,摘要,项目,票据号,金额（元）')
    expect(lines.length).toBe(new Set(legs.map(({ document }) => document)).size)
    const sum = lines.reduce(
      (total, line) => total + Math.round(Number(line.slice(line.lastIndexOf(',') + 1)) * 100),
      0,
    )
    expect(sum).toBe(-legs.reduce((total, { amount }) => total + amount, 0))
  })

  it('lists of consecutive ranges hold each entry exactly once, wherever they are cut', async () => {
    const legs: JournalLeg[] = (await read(`/v1/journal?account=payable&merchant=${merchant}&limit=1000`)).legs
    const documents = [...new Set(legs.map(({ document }) => document))].sort()
    const sequences = legs.map(({ sequence }) => sequence)
    const last = Math.max(...sequences)
    for (const cuts of [
      [0, last],
      [0, 40, 41, last],
      [0, ...new Set(sequences.filter((_, index) => index % 5 === 0)), last],
    ]) {
      const listed: string[] = []
      let owed = 0
      for (const [index, after] of cuts.slice(0, -1).entries()) {
        const range = `afterSequence=${after}&throughSequence=${cuts[index + 1]}`
        const [rows] = [...(await readSheets(`/v1/printouts/payables.xlsx?merchant=${merchant}&${range}`)).values()]
        const found = rows?.filter(([, document]) => documents.includes(String(document))) ?? []
        listed.push(...found.map(([, document]) => String(document)))
        if (after > 0) {
          expect(rowOf(rows, `序号${after}以前已列`)).toEqual([yuan(owed)])
          expect(rows?.some(([first]) => first === `列示记账序号 ${after + 1} 至 ${cuts[index + 1]}`)).toBe(true)
        }
        owed = Math.round(Number(rowOf(rows, '合计')[0]) * 100)
      }
      expect(listed.sort()).toEqual(documents)
      expect(owed).toBe(-legs.reduce((sum, { amount }) => sum + amount, 0))
    }
  })

  it('what is of a day before the range stands apart, as entered later', async () => {
    const legs: JournalLeg[] = (await read(`/v1/journal?account=payable&merchant=${merchant}&limit=1000`)).legs
    const days = legs.map(({ accountingDate }) => accountingDate).sort()
    const from = days[Math.floor(days.length / 2)] ?? ''
    const late = legs.filter(({ accountingDate }) => accountingDate < from)
    const query = `merchant=${merchant}&afterSequence=0&from=${from}`
    const [rows] = [...(await readSheets(`/v1/printouts/payables.xlsx?${query}`)).values()]
    expect(rowOf(rows, '补记以前日期小计')).toEqual([yuan(-late.reduce((sum, leg) => sum + leg.amount, 0))])
    expect(rows?.filter(([, , summary]) => String(summary).endsWith('（补记以前日期）')).length).toBe(
      new Set(late.map(({ document }) => document)).size,
    )
    expect(rowOf(rows, '合计')).toEqual([yuan(-legs.reduce((sum, { amount }) => sum + amount, 0))])
  })
})

/** Figures of the report by name, in the order of the printout's columns. */
function figuresOf(balances: Record<string, number>, names: readonly string[]): number[] {
  return names.map((name) => balances[`${name}Fen`] ?? Number.NaN)
}

function sumOf(legs: readonly JournalLeg[]): number {
  return legs.reduce((sum, { amount }) => sum + amount, 0)
}
