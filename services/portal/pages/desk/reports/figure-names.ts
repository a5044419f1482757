import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { besideWords, coverageWords, turnoverWords } from '@welfare/contracts/words/figure-words.ts'
import { sayWord } from '../../common/words.ts'

const known = new Map<string, { readonly chinese: string; readonly english: string }>([
  ...Object.entries(accountWords).map(([name, word]) => [`${name}Fen`, word] as const),
  ...Object.entries({ ...turnoverWords, ...besideWords, ...coverageWords.people, ...coverageWords.sites }),
])

/** What a figure of a report is called; a path of names is said by its last. */
export function sayFigure(figure: string): string {
  const found = known.get(figure) ?? known.get(figure.slice(figure.lastIndexOf('.') + 1))
  return found ? sayWord(found) : figure
}
