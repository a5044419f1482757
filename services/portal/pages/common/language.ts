const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

const PLACE = 'welfare.language'
const listeners = new Set<() => void>()
let current: Language = localStorage.getItem(PLACE) === 'en' ? 'en' : 'zh'
document.documentElement.lang = htmlLanguage()

/** zh-CN unless English was chosen on this machine. */
export function currentLanguage(): Language {
  return current
}

export function chooseLanguage(language: Language): void {
  current = language
  localStorage.setItem(PLACE, language)
  document.documentElement.lang = htmlLanguage()
  for (const listener of listeners) listener()
}

/** @returns what ends it */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function htmlLanguage(): string {
  return current === 'zh' ? 'zh-CN' : 'en'
}
