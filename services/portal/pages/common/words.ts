import i18next from 'i18next'
import { currentLanguage } from './language.ts'

type Sentences = Readonly<Record<string, string>>

/** Says a sentence in the language that is chosen now; `{{name}}` in it is taken from `values`. */
export type Say<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, string | number | undefined>>,
) => string

const words = i18next.createInstance()
void words.init({
  lng: 'zh',
  fallbackLng: 'zh',
  initAsync: false,
  // What is put into a sentence is text; React and Preact escape it.
  interpolation: { escapeValue: false },
  keySeparator: false,
  nsSeparator: false,
  resources: {},
})

/** Its types look into every sentence of the resources; ours are known by their keys alone. */
const translate: (key: string, options: Readonly<Record<string, string | number | undefined>>) => string = words.t

/**
 * The sentences of one feature, every one in both languages.
 * @param feature unique name, as its folder's
 */
export function createWords<Zh extends Sentences>(
  feature: string,
  { zh, en }: { readonly zh: Zh; readonly en: { readonly [Key in keyof Zh]: string } },
): Say<keyof Zh & string> {
  words.addResourceBundle('zh', feature, zh)
  words.addResourceBundle('en', feature, en)
  return (key, values) => translate(key, { ns: feature, lng: currentLanguage(), ...values })
}

/** A word of the glossary, or a heading of a report, in the language that is chosen now. */
export function sayWord({ chinese, english }: { readonly chinese: string; readonly english: string }): string {
  return currentLanguage() === 'zh' ? chinese : english
}
