import { sayDay } from '../../common/shanghai.ts'
import type { Programme } from './programmes.queries.ts'
import { say } from './words.ts'

export function sayWindow({ name, from, until }: Programme['rules']['windows'][number]): string {
  return say('windowDays', { name, from: sayDay(from), until: sayDay(until) })
}
