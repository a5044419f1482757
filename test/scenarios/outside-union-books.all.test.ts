import { type ServedHistory, serveHistory } from '@welfare/reports/exports/served-history.fixture.ts'
import { playSteps, randomStep } from '@welfare/reports/random-history.fixture.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkBooks, compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'

const missing = missingPrograms()
let ledger: ServedHistory

beforeAll(async () => {
  ledger = await serveHistory(playSteps(fc.sample(randomStep, { numRuns: 800, seed: 12 })))
}, 90_000)
afterAll(() => ledger.stop())

const readText = async (path: string): Promise<string> => (await ledger.read(path)).text()

describe.skipIf(missing.length > 0).each(['hledger', 'beancount'] as const)('books for %s', (program) => {
  test('of the whole have each account of each union, what lies on none and what is in transit, as the API does', async () => {
    const { differences } = await compareOutsideBooks(readText, program)
    expect(differences).toEqual([])
    const text = await readText(`/v1/journal.${program}`)
    for (const name of ['102010001-Bank0-0000', '102010004-Bank3-0003', '10202-未归入账户', '10203-在途资金'])
      expect(text).toContain(`102-银行存款:${name}:F-`)
    expect([':506-', ':403-'].filter((subject) => text.includes(subject))).toEqual([])
  })

  test.each([
    ['632700', '支出:506-补助下级支出', 'Expenses:506-补助下级支出'],
    ['632701', '收入:403-上级补助收入', 'Income:403-上级补助收入'],
    ['632722', '收入:408-其他收入', 'Income:408-其他收入'],
  ])('of the union of %s alone are sound, and say what was passed on', async (union, ...names) => {
    const text = await readText(`/v1/journal.${program}?union=${union}`)
    await checkBooks(program, text)
    expect(names.filter((name) => text.includes(`${name}:F-`))).toHaveLength(1)
    expect(['范围外', 'Outside', ':10202-'].filter((name) => text.includes(name))).toEqual([])
  })
})

test('a union without accounts, or of elsewhere, is not known; a programme has no books there', async () => {
  await expect(readText('/v1/journal.hledger?union=110000')).rejects.toThrow('404')
  await expect(ledger.read('/v1/journal.hledger?union=632701', 'officer/a@632722')).rejects.toThrow('404')
  await expect(readText('/v1/journal.hledger?union=632701&book=money')).rejects.toThrow('400')
})

test('accounting tables of one union balance in every voucher', async () => {
  const xml = await readText('/v1/exports/gbt24589/ledger.xml?year=2025&union=632700')
  expect(xml).toContain('<科目编号>102010003</科目编号>')
  const sums = new Map<string, number>()
  for (const [row] of xml.matchAll(/<记账凭证>.*/g)) {
    const cell = (name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(row)?.[1] ?? ''
    const key = `${cell('记账凭证类型编号')} ${cell('记账凭证编号')}`
    const fen = Math.round((Number(cell('借方本币金额')) - Number(cell('贷方本币金额'))) * 100)
    sums.set(key, (sums.get(key) ?? 0) + fen)
  }
  expect(sums.size).toBeGreaterThan(10)
  expect([...sums.values()].filter((fen) => fen !== 0)).toEqual([])
})
