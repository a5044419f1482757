import { useSyncExternalStore } from 'react'
import { currentLanguage, type Language, onLanguage } from '../language.ts'

/** The language that is chosen; who uses it is drawn again when that changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, currentLanguage)
}
