import { comparableText } from '@welfare/contracts/comparable-text.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFreeTextCheck } from '../personal-data/free-text-check.ts'
import { fictionalNumber } from '../registry.fixture.ts'
import { performRosterTask } from '../spreadsheet/roster-task.ts'
import { createRosterPlanner } from './roster-plan.ts'
import { addsUp, countRows, otherRowsOf } from './row-counts.ts'

const HEADER = ['姓名', '身份证号', '手机号', '用人单位', '工种']
/** No two of them share two characters in a row, and no employer or trade holds one. */
const NAMES = ['甲丑寅', '乙卯辰', '丙巳午', '丁未申', '戊酉戌', '己亥子', '扎西·次仁', '卓玛•央金']

interface Line {
  readonly person: number
  readonly name: string
  readonly phone: string
  readonly employer: string
  readonly trade: string
}

const line: fc.Arbitrary<Line> = fc.record({
  person: fc.nat(7),
  name: fc.constantFrom(...NAMES),
  phone: fc.oneof(
    fc.nat(8).map((nth) => `1380000000${nth}`),
    fc.constantFrom('', '无', '13800000001/13900000001', 'abc'),
  ),
  employer: fc.constantFrom('虚构环卫公司', '虚构快递公司', '', '虚构环卫-公司'),
  trade: fc.constantFrom('环卫', '快递', ''),
})
const damage = fc.constantFrom(
  'none',
  'none',
  'none',
  'cell-more',
  'joined',
  'header',
  'total',
  'blank',
  'shifted',
  'name-as-trade',
  'quoted',
  'short',
)
const rows = fc.array(fc.record({ line, other: line, damage, end: fc.constantFrom('\n', '\r\n', '\r') }), {
  minLength: 1,
  maxLength: 25,
})

test('whatever happens to a table, its rows add up, and nothing of a person is left for the plain log', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t', '|', '，'), async (given, delimiter) => {
      const text = [
        HEADER.join(delimiter) + (given[0]?.end ?? '\n'),
        ...given.map(({ line, other, damage, end }) => writeLine(line, other, damage, delimiter) + end),
      ].join('')
      const read = await performRosterTask({
        task: 'read',
        file: { bytes: Buffer.from(text), kind: 'csv' },
        maxRows: 100,
      })
      if (!read.read) return
      if (read.value instanceof Uint8Array) throw new TypeError('a roster was to be read')
      const roster = read.value
      const plan = planAll(roster.rows, new Set(roster.emptyFields))
      expect(addsUp(countRows(plan.rows, otherRowsOf(roster)), roster.file.physicalRows)).toBe(true)
      const seen = [...plan.rows, ...roster.passedOver].map(({ row }) => row)
      expect(new Set([...seen, ...roster.headerRows]).size).toBe(seen.length + roster.headerRows.length)
      const plain = JSON.stringify([[...plan.newEmployers.values()], plan.work.map(({ group }) => group)])
      for (const name of NAMES) expect(comparableText(plain)).not.toContain(comparableText(name))
      expect(plain).not.toMatch(/\d{15}|1[38]\d{9}/)
    }),
    { numRuns: 400 },
  )
})

function writeLine(line: Line, other: Line, damage: string, delimiter: string): string {
  const cells = cellsOf(line)
  switch (damage) {
    case 'cell-more':
      return [...cells.slice(0, 4), '第二分公司', ...cells.slice(4)].join(delimiter)
    case 'joined':
      return [...cells, ...cellsOf(other)].join(delimiter)
    case 'header':
      return HEADER.join(delimiter)
    case 'total':
      return ['合计', '1人', '', '', ''].join(delimiter)
    case 'blank':
      return delimiter.repeat(4)
    case 'shifted':
      return ['', ...cells.slice(0, 4)].join(delimiter)
    case 'name-as-trade':
      return [...cells.slice(0, 4), `${other.name}${fictionalNumber(other.person)}`].join(delimiter)
    case 'quoted':
      return [...cells.slice(0, 4), `"环卫\n${cellsOf(other).join('，')}"`].join(delimiter)
    case 'short':
      return cells.slice(0, 2).join(delimiter)
    default:
      return cells.join(delimiter)
  }
}

function cellsOf({ person, name, phone, employer, trade }: Line): string[] {
  return [name, fictionalNumber(person), phone, employer, trade]
}

function planAll(
  rows: Parameters<typeof createFreeTextCheck>[0],
  missing: Parameters<typeof createRosterPlanner>[0]['missing'],
) {
  const programme = { id: 'programme-1', name: '餐补', division: '632701', plan: 'people', closed: false }
  const planner = createRosterPlanner(
    {
      programme,
      programmeDivision: '632701',
      defaultDivision: '632701',
      today: '2025-06-01',
      columns: {},
      missing,
      checkFreeText: createFreeTextCheck(rows),
      isConfirmed: () => true,
      hashKey: Buffer.alloc(32, 7),
    },
    {
      findWorker: () => undefined,
      findWorkerOf: () => undefined,
      countReleases: () => 0,
      findOnRoster: () => undefined,
      findEmployerByName: () => undefined,
      findEntry: () => undefined,
      listPeopleOfEmployer: () => [],
    },
  )
  planner.add(rows)
  return planner.plan()
}
