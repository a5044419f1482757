import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'

/** What the sentence of a refusal asks for, as it is typed here: pages and programs call it otherwise. */
const optionsOfRefusals: Readonly<Record<string, string>> = {
  'roster-has-errors': '--accept-errors',
  'roster-has-warnings': '--confirm, --accept-errors',
  'roster-undecided': '--fill-employers, --no-fill-employers, --hidden',
  'roster-columns-missing': '--employer, --trade',
  'roster-header-not-found': '--sheet',
  'not-a-machine': 'welfare account open NAME --machine',
}

export function withOptions(code: string, sentence: string, language: Language): string {
  const options = Object.hasOwn(optionsOfRefusals, code) ? optionsOfRefusals[code] : undefined
  if (options === undefined) return sentence
  return language === 'zh' ? `${sentence}（${options}）` : `${sentence} (${options})`
}
