import { problemSentences } from './catalogue.ts'
import { fillIn } from './fill-in.ts'
import { type Facts, type Language, showFact } from './show-fact.ts'

/** What happened, why, and the way out, in one language; undefined for a code that has no sentence. */
export function sayProblem(code: string, facts: Facts, language: Language): string | undefined {
  const found = Object.hasOwn(problemSentences, code) ? problemSentences[code] : undefined
  if (!found) return undefined
  const said = fillIn(found[language], facts, shownIn(language))
  const wayOut = fillIn(found.wayOut[language], facts, shownIn(language))
  return language === 'zh' ? `${said}${wayOut}` : `${said} ${wayOut}`
}

/** The sentence without its way out: for a row of a list, where the next row says the same. */
export function sayWhatHappened(code: string, facts: Facts, language: Language): string | undefined {
  const found = Object.hasOwn(problemSentences, code) ? problemSentences[code] : undefined
  return found && fillIn(found[language], facts, shownIn(language))
}

function shownIn(language: Language): (name: string, value: unknown) => string {
  return (name, value) => showFact(name, value, language)
}
