import { actKinds, isCounted, isLimited } from '@welfare/contracts/acts.ts'
import { expect, it } from 'vitest'
import { actCountWords, actKindsInOrder } from './act-words.ts'

it('every kind of act has its word, and its unit where it is counted', () => {
  expect(actKindsInOrder).toEqual(actKinds.filter(isLimited))
  expect(Object.keys(actCountWords)).toEqual(actKinds.filter(isCounted))
})
