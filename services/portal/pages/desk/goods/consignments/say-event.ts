import { say } from './words.ts'

/** What an event of a consignment is called. */
export function sayEvent(type: string): string {
  return say(`event.${type}` as Parameters<typeof say>[0])
}
