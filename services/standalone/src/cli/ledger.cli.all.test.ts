import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFolder, runCli, type Serving, startServing, tokensOf } from './cli-process.fixture.ts'
import { foundProgramme, issueAndServeOneMeal, sampleLines, sampleRoster } from './sample-ledger.fixture.ts'

const WORKERS = 6
const folder = makeFolder()
const roster = join(folder.path, 'roster.xlsx')
let serving: Serving
/** Of a program: with a server and without. */
let officer: { readonly WELFARE_TOKEN: string }
let ids: { readonly fund: string; readonly programme: string }

const run = (words: readonly string[], stdin?: string | Uint8Array) =>
  runCli(words, {
    folder: folder.path,
    ...(stdin !== undefined && { stdin }),
    ...(words[0] === 'import' && { environment: officer }),
  })

async function runJson(words: readonly string[]) {
  const ended = await run([...words, '--json'])
  return { exitCode: ended.exitCode, answer: JSON.parse(ended.stdout) }
}

beforeAll(async () => {
  serving = await startServing(folder.path)
  await run(['account', 'open', 'desk-program', '--role', 'officer', '--machine'])
  const { answer } = await runJson(['account', 'token', 'desk-program', '--label', 'test'])
  officer = { WELFARE_TOKEN: answer.token }
  ids = await foundProgramme({ url: serving.url, folder: folder.path })
  writeFileSync(roster, await sampleRoster(WORKERS))
})
afterAll(async () => {
  await serving.end('SIGKILL')
  folder.remove()
})

describe('import', () => {
  const asCsv = (lines: ReturnType<typeof sampleLines>) =>
    ['姓名,身份证号,用人单位,工种', ...lines.map((l) => `${l.name},${l.identityNumber},${l.employer},${l.trade}`)].join(
      '\n',
    )

  test('previews without changing anything', async () => {
    const { exitCode, answer } = await runJson(['import', ids.programme, roster, '--dry-run'])
    expect(exitCode).toBe(0)
    expect(answer.counts).toMatchObject({ new: WORKERS, error: 0 })
    const coverage = await runJson(['report', 'coverage', '--programme', ids.programme])
    expect(coverage.answer.total.people.eligible).toBe(0)
  })

  test('imports a workbook once; the same again changes nothing', async () => {
    const first = await run(['import', ids.programme, roster])
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toMatch(/\nnew +6\n/)
    expect(first.stdout).toMatch(/Imported as import-/)
    const again = await runJson(['import', ids.programme, roster])
    expect(again.answer).toMatchObject({ status: 'done', result: { counts: { new: 0, known: WORKERS } } })
  })

  test('refuses a file with a bad row, names row and column, and imports nothing of it', async () => {
    const [first, second] = sampleLines(2, WORKERS)
    const csv = asCsv([{ ...first, identityNumber: '990001196506070061' }, { ...second }])
    const ended = await run(['import', ids.programme, '-'], csv)
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' })
    expect(ended.stderr).toMatch(/\n2 +B +error +The .* \(identity-number-/)
    expect(ended.stderr).toContain('(roster-has-errors)')
    expect(ended.stderr).not.toContain('990001196506070061')
    const goodOnes = await run(['import', ids.programme, '-', '--accept-errors', '--json'], csv)
    expect(JSON.parse(goodOnes.stdout)).toMatchObject({ status: 'done', result: { counts: { new: 1, error: 1 } } })
  })

  test('says how many were imported where none was, and ends with 1', async () => {
    const lines = sampleLines(3, 500).map((line) => ({ ...line, identityNumber: '990001196506070061' }))
    const ended = await run(['import', ids.programme, '-', '--accept-errors'], asCsv(lines))
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' })
    expect(ended.stderr).toContain('0 of 3 rows were imported')
    expect(ended.stderr).toMatch(/\n2-4 +B +error +The /)
  })

  test('a warning is imported by its row only; the preview says how the file was read', async () => {
    const [first, second] = sampleLines(2, 600)
    const csv = asCsv([
      { ...first, name: '虚构甲' },
      { ...second, name: '虚构乙', identityNumber: first?.identityNumber ?? '' },
    ])
    const preview = await run(['import', ids.programme, '-', '--dry-run'], csv)
    expect(preview.stdout).toContain('Read as: CSV; utf-8; delimiter ,; line ends LF; header in row 1; 3 rows.')
    expect(preview.stdout).toMatch(/\n3 +A +warning +Row 2, 虚\*甲, has the same identity number and another name/)
    const unconfirmed = await run(['import', ids.programme, '-'], csv)
    expect(unconfirmed).toMatchObject({ exitCode: 1, stdout: '' })
    expect(unconfirmed.stderr).toContain('--confirm')
    const kept = await run(['import', ids.programme, '-', '--confirm', '3', '--dry-run', '--json'], csv)
    expect(JSON.parse(kept.stdout).counts).toMatchObject({ new: 1, duplicate: 1, warning: 0 })
  })

  test('employer and trade are given for the whole file', async () => {
    const csv = `姓名,身份证号\n虚构丙,${sampleLines(1, 700)[0]?.identityNumber}\n`
    const open = await run(['import', ids.programme, '-', '--dry-run'], csv)
    expect(open.stdout).toContain('employer, trade')
    const given = ['--employer', '虚构环卫公司', '--trade', '环卫', '--dry-run', '--json']
    expect(JSON.parse((await run(['import', ids.programme, '-', ...given], csv)).stdout)).toMatchObject({
      counts: { new: 1 },
      fileProblems: [],
    })
  })

  test('is refused for a programme that there is not, and for a file that is none', async () => {
    const unknown = 'programme-00000000-0000-4000-8000-000000000000'
    expect(await runJson(['import', unknown, roster])).toMatchObject({
      exitCode: 1,
      answer: { code: 'programme-unknown' },
    })
    expect(await run(['import', 'colour', roster])).toMatchObject({ exitCode: 2 })
    expect(await run(['import', ids.programme, '/nowhere.csv'])).toMatchObject({ exitCode: 2 })
  })

  test('the same key again is the same import; with another file it is refused', async () => {
    const words = ['import', ids.programme, roster, '--key', 'tried-again-1']
    const [first, again] = [await runJson(words), await runJson(words)]
    expect(again.answer.id).toBe(first.answer.id)
    const other = await run([...words.with(2, '-'), '--json'], asCsv(sampleLines(1)))
    expect(other.exitCode).toBe(1)
    expect(JSON.parse(other.stdout)).toMatchObject({ code: 'idempotency-key-reused' })
  })
})

describe('reports of what was issued and used', () => {
  beforeAll(() => issueAndServeOneMeal({ url: serving.url, folder: folder.path }, ids.programme))

  test('budget: each state apart, to the fen, now and before', async () => {
    const { answer } = await runJson(['report', 'budget'])
    expect(answer.total.balances).toMatchObject({
      availableFen: 20_000,
      issuedFen: 32_600,
      usedFen: 2_400,
      bankFen: 100_000,
    })
    expect(answer.total.balances.allocatedFen).toBe(80_000 - 35_000)
    const { stdout } = await run(['report', 'budget', '--by', 'programme'])
    expect(stdout).toMatch(/节日餐补 .* 450\.00 +0\.00 +326\.00 +24\.00/)
    expect(stdout).toContain('└ 帮扶资金')
    const before = await runJson(['report', 'budget', '--at', '1'])
    expect(before.answer).toMatchObject({ sequence: 1, total: { balances: { bankFen: 0 } } })
  })

  test('coverage: who was reached', async () => {
    const { stdout } = await run(['report', 'coverage', '--programme', ids.programme, '--by', 'employer'])
    expect(stdout).toMatch(/虚构环卫公司 +7 +7 +7 +1 +14\.2%/)
    const { stdout: overview } = await run(['report', 'coverage'])
    expect(overview).toMatch(/节日餐补 +7 +7 +7 +1/)
  })

  test('gaps: as many as were asked for', async () => {
    const words = ['report', 'gaps', '--programme', ids.programme]
    const all = await runJson(words)
    expect(all.answer).toMatchObject({ total: 6, counts: [{ reason: 'issued-not-used', count: 6 }], nextCursor: null })
    const some = await run([...words, '--limit', '2'])
    expect(some.stdout.match(/worker-/g)).toHaveLength(2)
    expect(some.stdout).toContain('2 of 6 are shown')
    expect(await runJson([...words, '--reason', 'colour'])).toMatchObject({
      exitCode: 2,
      answer: { code: 'query-invalid' },
    })
  })

  test('comparison: what differs between two moments, and why; the books explain all of it', async () => {
    const { exitCode, answer } = await runJson(['report', 'comparison', '--from', '0'])
    expect(exitCode).toBe(0)
    expect(answer).toMatchObject({ explained: true, from: { sequence: 0, treeSize: 0 }, treeSize: answer.sequence })
    const { balances } = (await runJson(['report', 'budget'])).answer.total
    expect(answer.total.differences).toContainEqual(
      expect.objectContaining({ figure: 'issuedFen', before: 0, after: balances.issuedFen, unexplained: 0 }),
    )
    const ended = await run(['report', 'comparison', '--from', '0', '--by', 'programme'])
    expect(ended.stdout).toMatch(/used .*MealRedeemed 24\.00 \(1 in /)
    expect(ended.stdout).toContain('Every difference is the sum of what the events between changed.')
    expect((await run(['report', 'comparison', '--from', '9', '--to', '8'])).exitCode).toBe(1)
  })

  test('findings: by kind, as a table and for machines', async () => {
    const { exitCode, answer } = await runJson(['report', 'findings', '--kind', 'two-places'])
    expect([exitCode, answer.total, answer.findings]).toEqual([0, 0, []])
    const ended = await run(['report', 'findings'])
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ended.stdout).toMatch(/^(There are no findings|Findings by kind)/)
    expect((await run(['report', 'findings', '--kind', 'murder'])).exitCode).toBe(2)
  })

  test('trail: what happened to a fund; what is unknown is refused', async () => {
    const { stdout } = await run(['trail', ids.fund])
    expect(stdout).toMatch(/DonationReceived {2}by officer\/local/)
    expect(stdout).toContain('debit  money:bank  1,000.00 元')
    const some = await runJson(['trail', ids.fund, '--limit', '1'])
    expect(some.answer.events).toHaveLength(1)
    const unknown = await runJson(['trail', 'fund-00000000-0000-4000-8000-000000000000'])
    expect(unknown).toMatchObject({ exitCode: 1, answer: { code: 'thing-unknown' } })
    expect(await run(['trail', 'colour'])).toMatchObject({ exitCode: 2 })
  })

  test('export: CSV and JSON hold the same legs, which balance', async () => {
    const file = join(folder.path, 'journal.json')
    const exported = await run(['export', 'journal', '--format', 'json', '--output', file])
    expect(exported).toMatchObject({ exitCode: 0, stdout: `The journal lies in ${file}.\n` })
    const { legs } = JSON.parse(readFileSync(file, 'utf8'))
    const csv = await run(['export', 'journal'])
    const rows = parse(csv.stdout, { columns: true }) as Record<string, string>[]
    expect(rows.map(({ sequence, ordinal, amount }) => [sequence, ordinal, amount])).toEqual(
      legs.map((leg: Record<string, unknown>) => [leg.sequence, leg.ordinal, leg.amount].map(String)),
    )
    expect(legs.length).toBeGreaterThan(10)
    const sums = new Map<string, number>()
    for (const { sequence, book, commodity, fund, amount } of legs) {
      const key = [sequence, book, commodity, fund].join(' ')
      sums.set(key, (sums.get(key) ?? 0) + amount)
    }
    expect(new Set(sums.values())).toEqual(new Set([0]))
  })

  test('rebuild: the read models are filled anew and say the same', async () => {
    const before = await runJson(['report', 'budget', '--by', 'programme'])
    const status = (await (
      await fetch(`${serving.url}/v1/projections`, {
        headers: { Authorization: `Bearer ${tokensOf(folder.path).auditor}` },
      })
    ).json()) as { generation: number }
    const rebuilt = await runJson(['rebuild'])
    expect(rebuilt).toMatchObject({ exitCode: 0, answer: { healthy: true, sequence: before.answer.sequence } })
    expect(rebuilt.answer.generation).toBe(status.generation + 1)
    expect(await runJson(['report', 'budget', '--by', 'programme'])).toEqual(before)
  })

  test('log: the keys of its checkpoints, and a new one', async () => {
    const [before = ''] = (await run(['log', 'vkey'])).stdout.split('\n')
    expect(before).toMatch(/^welfare-ledger\/[\da-f-]{36}\/1\+[\da-f]{8}\+\S{44}$/)
    const rotated = await runJson(['log', 'rotate-key'])
    expect(rotated).toMatchObject({ exitCode: 0 })
    const { items } = (await runJson(['log', 'vkey'])).answer
    expect(items).toMatchObject([{ verifierKey: rotated.answer.verifierKey }, { verifierKey: before }])
    expect(items[0].statement).toContain(`next key\n${rotated.answer.verifierKey}\n`)
  })

  test('whoever WELFARE_TOKEN says asks, and nobody else', async () => {
    const environment = { WELFARE_TOKEN: tokensOf(folder.path).auditor }
    const refused = await runCli(['rebuild', '--json'], { folder: folder.path, environment })
    expect(refused.exitCode).toBe(1)
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'role-not-allowed' })
    const stale = { WELFARE_TOKEN: 'local.administrator.of-yesterday' }
    const nobody = await runCli(['report', 'budget', '--json'], { folder: folder.path, environment: stale })
    expect(JSON.parse(nobody.stdout)).toMatchObject({ code: 'credentials-invalid' })
  })

  test('without a server the ledger is opened for the command, and says the same', { timeout: 120_000 }, async () => {
    const words = ['report', 'coverage', '--programme', ids.programme]
    const served = await runJson(words)
    await serving.end('SIGKILL')
    expect(await runJson(words)).toEqual(served)
    const [first, second] = [await runJson(['rebuild']), await runJson(['rebuild'])]
    expect(second.answer).toMatchObject({ generation: first.answer.generation + 1, rebuiltThrough: null })
    const imported = await runJson(['import', ids.programme, roster])
    expect(imported.answer).toMatchObject({ status: 'done', result: { counts: { known: WORKERS } } })
    serving = await startServing(folder.path)
    expect((await runJson(words)).answer.total).toEqual(served.answer.total)
  })
})
