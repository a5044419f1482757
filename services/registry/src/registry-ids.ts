import { createHmac } from 'node:crypto'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'

/** Made of the keyed hash of a normalised identity number: equal numbers meet in one stream, and the name tells nothing. */
export function identityIdOf(number: string, hashKey: Uint8Array): string {
  const digest = createHmac('sha256', hashKey).update(`identity\n${number}`).digest()
  // RFC 9562 version 8: a uuid whose bits are the maker's own.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return `identity-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`
}

/**
 * Of a number that nobody has: follows from the identity, so that a crash between the two streams is repaired by the retry and leaves no orphan.
 * @param releases how often the number was given to somebody whose it was not: it is another person's now
 */
export function workerIdOf(identity: string, releases: number): string {
  return releases === 0 ? derivedId('worker', identity) : derivedId('worker', identity, String(releases))
}

export function employerIdOf(division: string, name: string): string {
  return derivedId('employer', division, comparableText(name))
}
