import { expect, test } from 'vitest'
import { printedDivision } from './division-names.ts'

test.each([
  ['130302', '秦皇岛市海港区'],
  ['632701', '玉树藏族自治州玉树市'],
  ['632700', '玉树藏族自治州'],
  ['630000', '青海省'],
  ['110101', '北京市东城区'],
  ['429004', '仙桃市'],
  ['000000', '全国'],
  ['999999', '999999'],
])('%s is printed %s', (code, name) => expect(printedDivision(code)).toBe(name))
