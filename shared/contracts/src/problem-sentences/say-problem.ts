import { problemSentences } from './catalogue.ts'
import { type Facts, type Language, showFact } from './show-fact.ts'

/** What happened, why, and the way out, in one language; undefined for a code that has no sentence. */
export function sayProblem(code: string, facts: Facts, language: Language): string | undefined {
  const found = Object.hasOwn(problemSentences, code) ? problemSentences[code] : undefined
  if (!found) return undefined
  const said = fillIn(found[language], facts, language)
  const wayOut = fillIn(found.wayOut[language], facts, language)
  return language === 'zh' ? `${said}${wayOut}` : `${said} ${wayOut}`
}

/** The sentence without its way out: for a row of a list, where the next row says the same. */
export function sayWhatHappened(code: string, facts: Facts, language: Language): string | undefined {
  const found = Object.hasOwn(problemSentences, code) ? problemSentences[code] : undefined
  return found && fillIn(found[language], facts, language)
}

/** Facts that a text cannot do without. */
export function factsNeededBy(text: string): readonly string[] {
  return namesIn(text.replace(OPTIONAL_PART, ''))
}

const OPTIONAL_PART = /\[([^\]]*)\]/g
const PLACEHOLDER = /\{(\w+)\}/g

function fillIn(text: string, facts: Facts, language: Language): string {
  const isKnown = (name: string) => Object.hasOwn(facts, name) && facts[name] !== null
  return text
    .replace(OPTIONAL_PART, (_all, part: string) => (namesIn(part).every(isKnown) ? part : ''))
    .replace(PLACEHOLDER, (_all, name: string) => (isKnown(name) ? showFact(name, facts[name], language) : '…'))
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')
}
