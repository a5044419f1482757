import { expect, test } from 'vitest'
import { createRosterReader } from '../spreadsheet/roster-reader.ts'
import { createRosterRoutes } from './roster.routes.ts'

const desk = { receive: () => Promise.reject(new Error()), annotate: () => Promise.reject(new Error()) }

test('the documentation names the number of people that a roster may hold here', () => {
  const route = createRosterRoutes(desk, 1_234).find(({ operationId }) => operationId === 'importRoster')
  expect(route?.summary).toContain('up to 1234 people')
})

test('a reader holds files to the setting: titles and totals are no people', async () => {
  const reader = createRosterReader({ maxRows: 2 })
  const person = (number: string) => `虚构甲,${number}\n`
  const head = '名册\n姓名,身份证号\n'
  const two = `${head + person('990001198001011011')}小计,1人\n${person('99000119800101102X')}合计,2人\n`
  const read = (text: string) => reader.read({ bytes: Buffer.from(text), kind: 'csv' })
  expect(await read(two)).toMatchObject({ read: true, value: { rows: [{ row: 3 }, { row: 5 }] } })
  expect(await read(two + person('990001198001011038'))).toMatchObject({
    read: false,
    refusal: { code: 'spreadsheet-too-many-rows', facts: { maxRows: 2 } },
  })
  await reader.close()
})
