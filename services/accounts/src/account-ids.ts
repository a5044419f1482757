import { derivedId } from '@welfare/event-store/derived-id.ts'

/** A sign-in name is taken once and for ever, so it is also where its account stands. */
export function accountIdOf(account: string): string {
  return derivedId('account', account)
}

export function limitIdOf(division: string): string {
  return derivedId('limit', division)
}
