import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@welfare/process/clock.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOfficer, makeFolder, runCli, type Serving, startServing } from './cli-process.fixture.ts'
import { foundProgramme, issueAndServeOneMeal, sampleRoster } from './sample-ledger.fixture.ts'

const folder = makeFolder()
const year = shanghaiDay(systemClock.now()).slice(0, 4)
let serving: Serving
let ids: { readonly fund: string; readonly programme: string }

const run = (words: readonly string[]) => runCli(words, { folder: folder.path })
const out = (name: string): string => join(folder.path, name)

beforeAll(async () => {
  serving = await startServing(folder.path)
  const served = { url: serving.url, folder: folder.path }
  ids = await foundProgramme(served)
  writeFileSync(out('roster.xlsx'), await sampleRoster(2))
  await runCli(['import', ids.programme, out('roster.xlsx')], {
    folder: folder.path,
    environment: asOfficer(folder.path),
  })
  await issueAndServeOneMeal(served, ids.programme)
})

afterAll(async () => {
  await serving.end('SIGKILL')
  folder.remove()
})

describe('export', () => {
  test('hledger, beancount and xlsx: to standard output, or into a file', async () => {
    const hledger = await run(['export', 'hledger'])
    expect(hledger).toMatchObject({ exitCode: 0, stderr: '' })
    expect(hledger.stdout).toMatch(/\n\d{4}-\d\d-\d\d \* \(632701-\d{4}-HX-1\) 核销用餐\n/)
    expect(hledger.stdout).toMatch(/; \d+ events with legs\n$/)
    const beancount = await run(['export', 'beancount', '--output', out('journal.beancount'), '--fund', ids.fund])
    expect(beancount).toMatchObject({ exitCode: 0, stdout: `The journal lies in ${out('journal.beancount')}.\n` })
    expect(readFileSync(out('journal.beancount'), 'utf8')).toContain(' balance Assets:102-银行存款:10202-未归入账户:F-')
    expect(await run(['export', 'xlsx', '--output', out('journal.xlsx'), '--json'])).toMatchObject({ exitCode: 0 })
    expect(readFileSync(out('journal.xlsx')).subarray(0, 2).toString()).toBe('PK')
  })

  test('tables of one year, both of the same moment', async () => {
    const ended = await run(['export', 'gbt24589', '--year', year, '--to', out('tables')])
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    const stamps = ['archive.xml', 'ledger.xml'].map((name) => {
      const xml = readFileSync(join(out('tables'), name), 'utf8')
      return /<!-- (账本 .*) -->/.exec(xml)?.[1]
    })
    expect(stamps[0]).toContain('根哈希')
    expect(stamps[0]).toBe(stamps[1])
    expect(await run(['export', 'gbt24589', '--to', out('tables')])).toMatchObject({ exitCode: 2 })
  })

  test('papers, by the ending of the name', async () => {
    const words = ['export', 'printout', 'budget', '--unit', 'wan', '--output']
    expect(await run([...words, out('budget.html')])).toMatchObject({ exitCode: 0, stderr: '' })
    expect(readFileSync(out('budget.html'), 'utf8')).toContain('单位：万元')
    expect(await run([...words, out('budget.pdf')])).toMatchObject({ exitCode: 2 })
    expect(await run(['export', 'printout', 'colours', '--output', out('colours.html')])).toMatchObject({ exitCode: 2 })
  })

  test('what the ledger refuses leaves no file', async () => {
    const unknown = 'fund-00000000-0000-4000-8000-000000000000'
    const ended = await run(['export', 'hledger', '--fund', unknown, '--output', out('none.hledger')])
    expect(ended).toMatchObject({ exitCode: 1 })
    expect(existsSync(out('none.hledger'))).toBe(false)
  })
})
