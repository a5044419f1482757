import { accountWords } from './account-words.ts'
import { besideWords, coverageWords, turnoverWords } from './figure-words.ts'
import { type Heading, heading } from './word.ts'

/** Over the columns of two moments beside each other. */
export const comparisonWords = {
  figure: heading('figure', '数字'),
  before: heading('before', '之前'),
  after: heading('after', '之后'),
  difference: heading('difference', '差'),
  cause: heading('made by', '由哪些事件'),
  unexplained: heading('UNEXPLAINED', '无法说明'),
} as const

type Named = Readonly<Record<string, Heading>>

const balances: Named = Object.fromEntries(Object.entries(accountWords).map(([name, word]) => [`${name}Fen`, word]))
const turnovers: Named = turnoverWords
const others: Named = { ...coverageWords.people, ...coverageWords.sites, ...besideWords }

/** What a figure of a report is called: what is there and what moved told apart; a path of names is said by its last, `heads-planned` as `headsPlanned`. */
export function figureHeading(figure: string): Heading {
  const name = figure
    .slice(figure.lastIndexOf('.') + 1)
    .replace(/^sites-/, '')
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const [balance, turnover, other] = [balances[name], turnovers[name], others[name]]
  if (balance) return heading(`${balance.english} (balance)`, `${balance.chinese}（余额）`)
  if (turnover) return heading(`${turnover.english} (turnover)`, `${turnover.chinese}（累计发生）`)
  return other ?? heading(figure, figure)
}
