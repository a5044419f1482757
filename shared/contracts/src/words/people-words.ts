import { word } from './word.ts'

/** Programmes and people. */
export const peopleWords = {
  union: word('union', '工会', 'who runs programmes in a division'),
  division: word('division', '行政区划', 'a code of GB/T 2260; scope is a prefix of it'),
  employer: word('employer', '用人单位', 'work unit or enterprise'),
  site: word('site', '点位', 'a place of an employer where goods go; a union station (工会驿站) is a site open to all'),
  worker: word('worker', '职工', 'a person entitled to something, known by real name to the registry only'),
  trade: word('trade', '工种 / 行业', 'what somebody works as'),
  merchant: word('merchant', '商户', 'a shop that sells meals'),
  priceList: word('price list', '价目表', "a merchant's list prices and agreed prices, in versions"),
  programme: word('programme', '项目', 'what for: kind, division, rules'),
  window: word('window', '使用期', 'the days on which a credit can be used'),
  quota: word('quota', '限额', 'per person and day'),
  roster: word('roster', '名册', 'the people of a programme'),
  round: word('round', '核定名单', 'one freezing of a roster or site list'),
  plan: word('plan', '计划', 'the roster or site list of a round, against which coverage is counted'),
  amended: word('amended', '变动后', 'the plan with who joined and left since it was frozen'),
  exclusive: word('exclusive', '互斥', 'programmes of which each person is helped by one'),
  coverage: word('coverage', '覆盖', 'how many of the plan were issued to, reached, delivered to'),
  gap: word('gap', '缺口', 'who or which site is still missing, and why'),
} as const
