import { currentLanguage } from '../../common/language.ts'
import { mark } from '../../common/punctuation.ts'
import { sayDay, showInstant } from '../../common/shanghai.ts'
import { sayReason } from '../../common/undo-reasons.ts'
import { sayWord } from '../../common/words.ts'
import { sayActor } from '../parts/actors.ts'
import { sayPurpose } from '../parts/purposes.ts'
import { valueHeading } from '../parts/value-words.ts'
import { fieldWords } from './field-words.ts'
import { say } from './words.ts'

/** What is needed to say a value as an office would. */
export interface Sayers {
  readonly money: (fen: number) => string
  readonly nameOf: (id: string) => string | undefined
}

export interface RecordedLine {
  readonly field: string
  readonly label: string
  readonly text: string
  /** Of a thing. */
  readonly id: string | undefined
}

const SHOWN_OF_LIST = 20
const THING = /^[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}([.@][1-9][0-9]{0,8})?$/

/** An event's content as lines: each field by its word, amounts in yuan, things by their names. */
export function recordedLines(data: Readonly<Record<string, unknown>>, sayers: Sayers): RecordedLine[] {
  return Object.entries(data).map(([field, value]) => ({
    field,
    label: sayField(field),
    text: sayValue(field, value, sayers),
    id: typeof value === 'string' && THING.test(value) ? value : undefined,
  }))
}

function sayField(field: string): string {
  const words: Readonly<Record<string, string>> = fieldWords
  return (currentLanguage() === 'zh' ? words[field] : undefined) ?? field.replace(/([a-z])([A-Z])/g, '$1 $2')
}

function sayValue(field: string, value: unknown, sayers: Sayers): string {
  if (Array.isArray(value)) return sayList(field, value, sayers)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([inner, one]) => `${sayField(inner)} ${sayValue(inner, one, sayers)}`)
      .join(mark('clause'))
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
  if (typeof value === 'number') return field.endsWith('Fen') ? sayers.money(value) : String(value)
  if (typeof value !== 'string') return ''
  const word = valueHeading(field, value)
  if (word) return sayWord(word)
  if (field === 'purpose') return sayPurpose(value)
  return field === 'reason' ? sayReason(value) : sayText(value, sayers)
}

function sayList(field: string, list: readonly unknown[], sayers: Sayers): string {
  const said = list.slice(0, SHOWN_OF_LIST).map((one) => sayValue(field, one, sayers))
  const more = list.length > SHOWN_OF_LIST ? [say('andMore', { count: list.length.toLocaleString('zh-CN') })] : []
  return list.length === 0 ? say('none') : [...said, ...more].join(mark('part'))
}

function sayText(text: string, { nameOf }: Sayers): string {
  if (THING.test(text)) return sayThing(text, nameOf)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return sayDay(text)
  if (/^\d{4}-\d{2}-\d{2}T\S+Z$/.test(text)) return showInstant(text)
  if (/^[a-z-]+\/[a-z0-9][a-z0-9.-]*$/.test(text)) return sayActor(text)
  return text
}

/** A part of a thing is said by the thing and its number. */
function sayThing(id: string, nameOf: Sayers['nameOf']): string {
  const whole = nameOf(id)
  if (whole !== undefined) return whole
  const [thing = '', number = ''] = id.split('.')
  const name = nameOf(thing)
  return name === undefined ? id : say('partOf', { name, number })
}
