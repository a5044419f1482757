import fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, it } from 'vitest'
import { createUuid5, derivedUuid } from './derived-id.ts'

it('is the version 5 that others make of the same name', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 4 }),
      (namespace, names) => {
        const toUuid = createUuid5(namespace)
        for (const name of names) expect(toUuid(name)).toBe(v5(name, namespace))
      },
    ),
  )
})

it('stays what it was', () => {
  expect(derivedUuid('wallet', '职工', 7)).toBe(v5('wallet|职工|7', '5f0c5d0e-6a53-5d0b-9e8e-2f1b7a4c9d10'))
})
