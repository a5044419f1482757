import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { besideWords, coverageWords, turnoverWords } from '@welfare/contracts/words/figure-words.ts'
import { sayWord } from '../../common/words.ts'
import { say } from './words.ts'

type Named = Readonly<Record<string, { readonly chinese: string; readonly english: string }>>

const balances: Named = Object.fromEntries(Object.entries(accountWords).map(([name, word]) => [`${name}Fen`, word]))
const turnovers: Named = turnoverWords
const others: Named = { ...coverageWords.people, ...coverageWords.sites, ...besideWords }

/** What a figure of a report is called: what is there and what moved told apart; a path of names is said by its last, `heads-planned` as `headsPlanned`. */
export function sayFigure(figure: string): string {
  const name = figure
    .slice(figure.lastIndexOf('.') + 1)
    .replace(/^sites-/, '')
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const [balance, turnover, other] = [balances[name], turnovers[name], others[name]]
  if (balance) return say('asBalance', { name: sayWord(balance) })
  if (turnover) return say('asTurnover', { name: sayWord(turnover) })
  return other ? sayWord(other) : figure
}
