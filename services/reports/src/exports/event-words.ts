import { type EventType, eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { eventWords, quietEventWords } from '@welfare/contracts/words/event-words.ts'
import { documentKindOf, documentKinds } from '../journal/document-kinds.ts'

/** Of types of event alone. */
const all = { ...eventWords, ...quietEventWords }
const known: { readonly [T in keyof typeof all]: T extends EventType ? string : never } = all
const words: Partial<Record<EventType, string>> = known

/** The kind of document where an event has no words of its own. */
export function summaryOf(eventType: string): string {
  if (!isEventType(eventType)) return eventType
  return words[eventType] ?? documentKinds[documentKindOf(eventType)].chinese
}

function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventCatalogue, text)
}
