import { derivedId } from '@welfare/event-store/derived-id.ts'

/** Where what one merchant is owed in one programme stands, from its first number on. */
export function statementId(merchant: string, programme: string): string {
  return derivedId('statement', merchant, programme)
}
