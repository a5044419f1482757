import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'

/** Which of the two languages `Accept-Language` asks for: the one with the higher weight, the first named of two that weigh the same. Default: English. */
export function preferredLanguage(accepted: string | undefined): Language {
  let preferred: Language = 'en'
  let highest = 0
  for (const part of (accepted ?? '').split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const language = languageOf(range)
    const weight = weightOf(parameters)
    if (language === undefined || weight <= highest) continue
    preferred = language
    highest = weight
  }
  return preferred
}

function languageOf(range: string): Language | undefined {
  const [primary] = range.split('-')
  return primary === 'zh' || primary === 'en' ? primary : undefined
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = given === undefined ? 1 : Number(given.slice(2))
  return weight >= 0 && weight <= 1 ? weight : 0
}
