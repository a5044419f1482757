import { formatYuan } from '@welfare/contracts/money.ts'
import type { findingWords } from '@welfare/contracts/words/finding-words.ts'
import { mark } from '../../common/punctuation.ts'
import { sayDay } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { actKindWords } from '../parts/act-words.ts'
import { sayActor } from '../parts/actors.ts'
import { say } from './finding-fact-words.ts'
import { sayPaper } from './papers.ts'

type Kind = keyof typeof findingWords

interface Sayers {
  readonly money: (fen: number) => string
  readonly nameOf: (id: string) => string | undefined
}

/** By which rule it is a finding, with the numbers that held then. */
export function sayRule(kind: Kind, thresholds: Readonly<Record<string, unknown>> | null): string {
  const numbers = Object.entries(thresholds ?? {}).flatMap(([name, value]) => {
    if (name.endsWith('Fen') && typeof value === 'number') return [[name, formatYuan(value)] as const]
    return typeof value === 'number' || typeof value === 'string' ? [[name, value] as const] : []
  })
  return say(`rule.${kind}`, Object.fromEntries(numbers))
}

/** What was seen when it was found, in words. */
export function sayFacts(facts: Readonly<Record<string, unknown>>, sayers: Sayers) {
  return Object.entries(facts).map(([name, value]) => ({
    key: name,
    label: labelOf(name),
    text: textOf(name, value, sayers),
  }))
}

/** A fact that has no word keeps its name, as `say` has it. */
function labelOf(name: string): string {
  return say(name as 'device')
}

function textOf(name: string, value: unknown, sayers: Sayers): string {
  if (Array.isArray(value)) return value.map((one) => textOf(name, one, sayers)).join(mark('list'))
  if (value === true) return say('yes')
  if (typeof value === 'number') return name.endsWith('Fen') ? sayers.money(value) : String(value)
  const text = String(value)
  if (name === 'account') return sayActor(text)
  if (name === 'day') return sayDay(text)
  if (name === 'paper' || name === 'slip') return sayPaper(text)
  if (name === 'act') return sayAct(text)
  return sayers.nameOf(text) ?? text
}

function sayAct(act: string): string {
  const known = Object.entries(actKindWords).find(([kind]) => kind === act)?.[1]
  return known ? sayWord(known) : act
}
