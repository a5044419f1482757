import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postingAccounts } from '@welfare/contracts/accounts.ts'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { makeEvent, ofClosedYear } from '../history.fixture.ts'
import { documentKindCodes, documentKinds } from '../journal/document-kinds.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { playSteps, randomStep } from '../random-history.fixture.ts'
import { funds, programmes } from '../random-town.fixture.ts'
import { chart } from './chart.ts'
import { summaryOf } from './event-words.ts'
import { type ServedHistory, serveHistory } from './served-history.fixture.ts'

/** Over two hundred days: it goes on into the next year. */
const played = playSteps(fc.sample(randomStep, { numRuns: 800, seed: 7 }))
const [decided = '', undecided = ''] = funds
const last = played.findLast(({ stream }) => stream === decided)
const peer = { type: 'FundRelationSet', data: { relation: 'peer' } } as const
const version = (last?.version ?? 0) + 1
const said = { stream: decided, version, event: makeEvent(decided, version, peer, '2026-09-30') }
const history = [...played, said].map(ofClosedYear)
let ledger: ServedHistory

beforeAll(async () => {
  ledger = await serveHistory(history)
})

afterAll(() => ledger.stop())

const read = async (path: string, actor?: string): Promise<string> => (await ledger.read(path, actor)).text()

async function readJournal(query: string): Promise<JournalLeg[]> {
  const legs: JournalLeg[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = JSON.parse(await read(`/v1/journal?limit=1000${query}${cursor && `&cursor=${cursor}`}`))
    legs.push(...page.legs)
    cursor = page.nextCursor
  }
  return legs
}

describe('every export', () => {
  test.each([
    ['/v1/journal.hledger?at=100', '; '],
    ['/v1/journal.beancount?at=100', '; '],
    ['/v1/exports/gbt24589/archive.xml?year=2025&at=100', ''],
    ['/v1/exports/gbt24589/ledger.xml?year=2025&at=100', ''],
    ['/v1/journal.xlsx?at=100', ''],
  ])('%s says what it reflects', async (path, comment) => {
    const response = await ledger.read(path)
    const { ledger: id, rootHash } = JSON.parse(await read('/v1/budget?at=100'))
    expect(response.headers.get('welfare-sequence')).toBe('100')
    expect(response.headers.get('welfare-tree-size')).toBe('100')
    expect(response.headers.get('welfare-root-hash')).toBe(rootHash)
    const text = await response.text()
    if (path.includes('xlsx')) return
    if (comment === '') expect(text).toContain(`账本 ${id} · 账本代次 1 · 序号 100`)
    else expect(text).toContain(`; ledger: ${id}\n; epoch: 1\n; sequence: 100\n`)
    expect(text).toContain(rootHash)
  })

  test('the same moment gives the same bytes', async () => {
    for (const path of ['/v1/journal.hledger?at=150', '/v1/journal.beancount?at=150'])
      expect(await read(path)).toBe(await read(path))
  })

  test('what is not asked for is told: legs that a scope or a filter leaves out stand outside', async () => {
    const whole = await read('/v1/journal.hledger')
    expect(whole).not.toContain('范围外')
    const part = await read(`/v1/journal.hledger?programme=${programmes[0]}`)
    expect(part).toContain('范围外  ')
    const inScope = await read('/v1/journal.hledger', 'officer/a@632701')
    expect(inScope).toContain(programmes[0])
    expect(inScope).not.toContain(programmes[1])
    expect(inScope).toContain('范围外  ')
  })

  test('an unknown fund is refused, and accounting tables are for those who see the whole ledger', async () => {
    await expect(read('/v1/journal.hledger?fund=fund-00000000-0000-4000-8000-000000000000')).rejects.toThrow('404')
    await expect(read('/v1/exports/gbt24589/ledger.xml?year=2025', 'auditor/a@632701')).rejects.toThrow(/40[34]/)
    await expect(read('/v1/exports/gbt24589/ledger.xml?year=2025', 'officer/a')).rejects.toThrow('403')
  })
})

describe('the spreadsheet of the journal', () => {
  it('has a row for each leg, figures as numbers, sums as in the journal', async () => {
    const response = await ledger.read('/v1/journal.xlsx')
    const { sheets } = await readXlsx(Buffer.from(await response.arrayBuffer()))
    const [, headings = [], ...rows] = sheets[0]?.rows ?? []
    const legs = await readJournal('')
    expect(rows.length).toBe(legs.length)
    const sumOf = (heading: string): number => {
      const column = headings.indexOf(heading)
      return rows.reduce((sum, row) => sum + Math.round(Number(row[column] ?? 0) * 100), 0)
    }
    const debits = legs.filter(({ book, amount }) => book !== 'goods' && amount > 0)
    expect(sumOf('借方金额（元）')).toBe(debits.reduce((sum, { amount }) => sum + amount, 0))
    expect(sumOf('贷方金额（元）')).toBe(sumOf('借方金额（元）'))
    expect(sumOf('借方数量')).toBe(sumOf('贷方数量'))
    expect(rows[0]?.[headings.indexOf('业务单据号')]).toBe(legs[0]?.document)
    expect(rows[0]?.[headings.indexOf('专项资金')]).toMatch(/^Fund \d$/)
  })

  it('is asked as the journal is: what a page of it shows is what it takes away', async () => {
    const used = await readJournal('&account=used')
    const asked = `account=used&side=credit&effective=${used[Math.floor(used.length / 2)]?.accountingDate}`
    const legs = await readJournal(`&${asked}`)
    expect(legs.length).toBeGreaterThan(0)
    expect(legs.length).toBeLessThan(used.length)
    const response = await ledger.read(`/v1/journal.xlsx?${asked}`)
    const { sheets } = await readXlsx(Buffer.from(await response.arrayBuffer()))
    const [, headings = [], ...rows] = sheets[0]?.rows ?? []
    const documents = rows.map((row) => row[headings.indexOf('业务单据号')])
    expect(documents).toEqual(legs.map(({ document }) => document))
  })
})

test('every event with legs has words of its own', () => {
  const types = documentKindCodes.flatMap((code) => documentKinds[code].events)
  expect(types.length).toBeGreaterThan(20)
  expect(types.filter((type) => [...summaryOf(type)].length < 2)).toEqual([])
})

describe('the chart of accounts', () => {
  it('has a subject for each rule, and a rule for each account of money and budget', () => {
    const numbers = chart.subjects.map(({ number }) => number)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(chart.rules.filter(({ subject }) => !numbers.includes(subject))).toEqual([])
    const accounts = new Set<string>(chart.rules.map(({ account }) => account))
    const valued = Object.entries(postingAccounts).filter(([, { book }]) => book !== 'goods')
    expect([...accounts].sort()).toEqual(valued.map(([account]) => account).sort())
  })

  it('shows what was given by whose money it is, and names the funds of which that is not said', async () => {
    const short = (fund: string) => `F-${fund.slice(-12)}`
    const hledger = await read('/v1/journal.hledger')
    expect(hledger).toContain(`收入:408-其他收入:Donated-到账资金:${short(decided)}`)
    expect(hledger).not.toContain(`收入:910-待定收入:Donated-到账资金:${short(decided)}`)
    expect(hledger).toContain(`收入:910-待定收入:Donated-到账资金:${short(undecided)}`)
    expect(hledger).toContain(`; to be decided whose money it is: ${undecided} Fund 1\n`)
    expect(hledger.match(/to be decided/g)).toHaveLength(1)
    const before = await read(`/v1/journal.hledger?at=${history.length - 1}`)
    expect(before).toContain(`; to be decided whose money it is: ${decided} Fund 0\n`)
    const archive = await read('/v1/exports/gbt24589/archive.xml?year=2025')
    expect(archive).toContain(`来源关系待定的专项资金：${undecided} Fund 1`)
    expect(archive).not.toContain(`来源关系待定的专项资金：${decided}`)
  })

  it('says of each line how certain it is', () => {
    expect(chart.rules.filter(({ mark }) => mark === 'certain').map(({ account }) => account)).toEqual(['bank'])
    expect(chart.subjects.filter(({ mark, number }) => (mark === 'own') !== number.startsWith('9'))).toEqual([])
  })
})

describe('accounting tables', () => {
  test.each([
    ['2025', '&effective=2025-12-31'],
    ['2026', ''],
  ])('another program finds those of %s sound, and their closings those of the API', async (year, effective) => {
    const { exitCode, text } = await checkTables(year, effective, (xml) => xml)
    expect(text).toMatch(/^[1-9]\d* vouchers, [1-9]\d* lines, [1-9]\d* balances, 0 faults/)
    expect(exitCode).toBe(0)
  })

  test.each([
    ['a fen in a voucher', (xml: string) => xml.replace(/(<借方本币金额>\d+\.\d)[0-8](<)/, '$19$2')],
    ['a voucher', (xml: string) => xml.replace(/<记账凭证>.*\n/, '')],
    ['a closing', (xml: string) => xml.replace(/<期末本币余额>\d/, '<期末本币余额>99')],
  ])('and it finds what was changed: %s', async (_, change) => {
    const { exitCode } = await checkTables('2026', '', change)
    expect(exitCode).toBe(1)
  })

  test('nothing in them says that they satisfy a standard; what is unverified says so', async () => {
    const xml = await read('/v1/exports/gbt24589/ledger.xml?year=2025')
    expect(xml).toContain('GB/T 24589.2-2010 (unverified)')
    expect(xml).not.toMatch(/compliant|conforms|符合|合规/)
  })
})

async function checkTables(year: string, effective: string, change: (xml: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'))
  try {
    const [archive, ledgerFile, budget] = ['archive.xml', 'ledger.xml', 'budget.json'].map((name) => join(folder, name))
    writeFileSync(archive ?? '', await read(`/v1/exports/gbt24589/archive.xml?year=${year}`))
    writeFileSync(ledgerFile ?? '', change(await read(`/v1/exports/gbt24589/ledger.xml?year=${year}`)))
    writeFileSync(budget ?? '', await read(`/v1/budget?by=fund${effective}`))
    return await runPython([archive, ledgerFile, budget].map(String))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const script = join(import.meta.dirname, '../../../../test/outside/gbt24589.py')

function runPython(files: readonly string[]): Promise<{ readonly exitCode: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    execFile('python3', [script, ...files], (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ exitCode, text: `${stdout}${stderr}` })
      else reject(error)
    })
  })
}
