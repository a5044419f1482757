import { expect, it } from 'vitest'
import { eventCatalogue } from '../catalogue.ts'
import { eventWords, quietEventWords } from './event-words.ts'

it('says every type of event in one way, and none that is not there', () => {
  const said = [...Object.keys(eventWords), ...Object.keys(quietEventWords)]
  expect(said.toSorted()).toEqual(Object.keys(eventCatalogue).toSorted())
})
