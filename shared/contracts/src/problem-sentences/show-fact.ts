import { type DayLanguage, showDay } from '../day-words.ts'
import { namesOfFacts, wordOfActor, wordsOfFacts } from './fact-words.ts'
import { fillIn } from './fill-in.ts'
import { issueCodeOf, wordsOfIssue } from './issues.ts'

export type Language = DayLanguage
export type Facts = Readonly<Record<string, unknown>>

/** A list goes on for so long; what is more is counted. */
const MOST_SHOWN = 5

/** A fact as a person reads it: `…Fen` in yuan, `…S` as a duration, `…Bytes` with its unit, days as days, lists with commas. */
export function showFact(name: string, value: unknown, language: Language): string {
  if (Array.isArray(value)) return showList(name, value, language)
  if (typeof value === 'number') return showNumber(name, value, language)
  if (typeof value === 'string') return factWord(name, value, language) ?? showText(value, language)
  if (typeof value === 'object' && value !== null) return showObject(value, language)
  return String(value)
}

function factWord(name: string, value: string, language: Language): string | undefined {
  if (name === 'maker') return wordOfActor(value)?.[language]
  const words = wordsOfFacts[name]
  return words !== undefined && Object.hasOwn(words, value) ? words[value]?.[language] : undefined
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT_IN_SHANGHAI = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?\+08:00$/

function showText(value: string, language: Language): string {
  if (DAY.test(value)) return showDay(value, language)
  const [, day, time] = INSTANT_IN_SHANGHAI.exec(value) ?? []
  if (day === undefined) return value
  return language === 'zh' ? `${showDay(day, language)}${time}` : `${time} on ${showDay(day, language)}`
}

function showList(name: string, values: readonly unknown[], language: Language): string {
  const shown = values.slice(0, MOST_SHOWN).map((value) => showFact(name, value, language))
  const more = values.length - shown.length
  const rest = more === 0 ? [] : [language === 'zh' ? `另${more}项` : `${more} more`]
  const isPhrases = values.some((value) => typeof value === 'object')
  const [zh, en] = isPhrases ? ['；', '; '] : ['、', ', ']
  return [...shown, ...rest].join(language === 'zh' ? zh : en)
}

function showNumber(name: string, value: number, language: Language): string {
  if (name.endsWith('Fen')) return showFen(value, language)
  if (name.endsWith('AfterS')) return showDuration(value, language)
  if (name.endsWith('Bytes')) return `${Math.ceil(value / 1024)} KB`
  return String(value)
}

/** 123456 → `1,234.56元`: digits are moved, nothing is computed. */
function showFen(fen: number, language: Language): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  const text = `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`
  return language === 'zh' ? `${text}元` : `${text} yuan`
}

function showDuration(seconds: number, language: Language): string {
  if (seconds < 60) return language === 'zh' ? `${seconds}秒` : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return language === 'zh' ? `${minutes}分钟` : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
}

/** An issue of a schema: where, and what. Anything else: its own facts. */
function showObject(value: object, language: Language): string {
  if ('path' in value && 'code' in value) return showIssue(value.path, String(value.code), { ...value }, language)
  return Object.entries(value)
    .map(([name, one]) =>
      typeof one === 'object'
        ? showFact(name, one, language)
        : `${namesOfFacts[name]?.[language] ?? name} ${showFact(name, one, language)}`,
    )
    .join(language === 'zh' ? '，' : ', ')
}

function showIssue(path: unknown, code: string, facts: Facts, language: Language): string {
  const words = wordsOfIssue(issueCodeOf(code, facts.format), language)
  // A pattern has no name that says more than that it does not fit.
  const shown = facts.format === 'regex' ? { ...facts, format: null } : facts
  const what = words === undefined ? code : fillIn(words, shown, (name, fact) => showFact(name, fact, language))
  if (path === '') return what
  return code === 'unrecognized-keys' ? `${path}: ${what}` : `${path} ${what}`
}
