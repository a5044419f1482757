import type { BodyOf } from '../../common/api/client.ts'

type Terms = Pick<BodyOf<'lookUpWorker'>, 'name' | 'initials' | 'numberEnding'>

/** One field for what one knows of a person: a name, initials in Latin letters, or the end of the identity number. */
export function toSearchTerms(typed: string): Terms {
  const text = typed.trim()
  if (/^(\d{14})?\d{3}[\dXx]$/.test(text)) return { numberEnding: text.slice(-4) }
  if (/^[A-Za-z]{1,20}$/.test(text)) return { initials: text }
  return { name: text }
}
