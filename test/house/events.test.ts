import { type EventType, eventCatalogue } from '@welfare/contracts/catalogue.ts'
import type { EventDefinition } from '@welfare/contracts/event-definition.ts'
import { expect, test } from 'vitest'
import { reachedFrom, shippedFiles } from './source-files.ts'

const types = Object.keys(eventCatalogue) as EventType[]
const deciders = shippedFiles.filter(({ name }) => name.endsWith('.decider.ts'))
const irregular = [
  'Struck',
  'Paid',
  'Repaid',
  'Sent',
  'Taken',
  'Frozen',
  'Withdrawn',
  'Written',
  'Read',
  'Set',
  'Left',
  'Lost',
  'Found',
  'Given',
  'Came',
  'Held',
  'Closing',
]

test('events are named by what happened to what', () => {
  for (const type of types) {
    const words = type.match(/[A-Z][a-z]+/g) ?? []
    expect(words.join(''), type).toBe(type)
    expect(
      words.slice(1).some((word) => /ed$/.test(word) || irregular.includes(word)),
      type,
    ).toBe(true)
  }
})

test('every event of the catalogue is emitted by a decider, and only by those of its category', () => {
  const emitters = deciders.map((decider) => ({
    category: /category: '([a-z]+)'/.exec(decider.text)?.[1],
    text: [...reachedFrom([decider])]
      .filter(({ path }) => path.startsWith('services/') || path === decider.path)
      .map(({ text }) => text.replace(/case '\w+'/g, ''))
      .join('\n'),
  }))
  for (const type of types) {
    const { category } = eventCatalogue[type] as EventDefinition
    const emitting = emitters.filter(({ text }) => new RegExp(`(type: |\\()'${type}'`).test(text))
    expect(
      emitting.map((emitter) => emitter.category),
      type,
    ).toContain(category)
  }
})

test('refusals are kebab-case clauses', () => {
  const codes = shippedFiles.flatMap(({ path, text }) =>
    [...text.matchAll(/\brefuse\(\s*'([^']+)'|\bcode: '([^']+)'/g)].map(([, refused, named]) => ({
      path,
      code: refused ?? named ?? '',
    })),
  )
  expect(codes.length).toBeGreaterThan(60)
  expect(codes.filter(({ code }) => !code.startsWith('ERR_') && !/^[a-z]+(-[a-z0-9]+)*$/.test(code))).toEqual([])
})
