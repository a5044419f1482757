import { expect, test } from 'vitest'
import { programmeKind } from './events/programmes.ts'
import { isListedKind, isSameKind, listedKindOf, programmeKinds } from './programme-kinds.ts'

test('every spelling of the list is one that an event takes, and means one kind', () => {
  const spellings = Object.entries(programmeKinds).flatMap(([kind, { also }]) => [kind, ...also])
  expect(new Set(spellings).size).toBe(spellings.length)
  expect(spellings.filter((spelling) => !programmeKind.safeParse(spelling).success)).toEqual([])
})

test('another spelling means a kind of the list, or nothing', () => {
  expect(['festival-meal', 'festival-meals', 'cool-summer', 'breakfasts'].map(listedKindOf)).toEqual([
    'festival-meal',
    'festival-meal',
    'cooling',
    'breakfast',
  ])
  expect(listedKindOf('fishing-trip')).toBeUndefined()
  expect(isListedKind('festival-meals')).toBe(false)
})

test('two spellings of one kind are the same; two unknown ones only to the letter', () => {
  expect(isSameKind('cool-summer', 'cooling')).toBe(true)
  expect(isSameKind('cool-summer', 'warmth')).toBe(false)
  expect(isSameKind('fishing-trip', 'fishing-trip')).toBe(true)
  expect(isSameKind('fishing-trip', 'hiking')).toBe(false)
})
