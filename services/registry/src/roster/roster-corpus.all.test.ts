import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'

const corpus = new URL('../../corpus/', import.meta.url)
const { cases }: { cases: Readonly<Record<string, Expected>> } = JSON.parse(
  readFileSync(new URL('cases.json', corpus), 'utf8'),
)

interface Expected extends Readonly<Record<string, unknown>> {
  /** About people. */
  readonly rows?: number
  readonly fileProblems?: number
  readonly why: string
}

let folder: string
let registry: Registry
let programme: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-corpus-'))
  registry = await startRegistry(folder)
  programme = await registry.defineProgramme('632701')
})
afterEach(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

test('every file of the corpus has its case', () => {
  const files = readdirSync(corpus).filter((name) => name.endsWith('.csv'))
  expect(Object.keys(cases).sort()).toEqual(files.sort())
})

test.each(Object.entries(cases))('%s', async (file, { rows, fileProblems, why, ...counts }) => {
  const bytes = readFileSync(new URL(file, corpus))
  const { status, body } = await registry.upload(`/v1/programmes/${programme}/roster?dryRun=true`, bytes, csv)
  expect(status, why).toBe(200)
  expect(body.counts, why).toMatchObject(counts)
  if (rows !== undefined) expect(body.rows, why).toHaveLength(rows)
  expect(body.fileProblems, why).toHaveLength(fileProblems ?? 0)
  const sum = Object.values<number>(body.counts).reduce((total, count) => total + count, 0)
  expect(sum).toBe(body.file.physicalRows)
})

test.each(Object.keys(cases))('nobody of %s stands in the log in plain, whatever is accepted', async (file) => {
  const bytes = readFileSync(new URL(file, corpus))
  const path = `/v1/programmes/${programme}/roster?acceptErrors=true&fillEmployers=true&confirmRows=1-99`
  const answer = await registry.upload(path, bytes, csv)
  if (answer.status === 202) await registry.finishJob(answer.body.id)
  await registry.stop()
  const text = bytes.toString('utf8')
  const people = text.match(/虚构[甲乙丙丁](?!环)|虚构(?:张三|李四)|扎西[·・]次仁|\d{17}[\dX]|138\d{8}/g) ?? []
  expect(people.length).toBeGreaterThan(1)
  for (const name of readdirSync(join(folder, 'log'))) {
    const log = readFileSync(join(folder, 'log', name))
    for (const person of people) expect(log.includes(person), person).toBe(false)
  }
  registry = await startRegistry(folder)
})

const csv = { 'content-type': 'text/csv' }
