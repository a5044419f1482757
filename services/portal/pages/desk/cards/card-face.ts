import { sayDay } from '../../common/shanghai.ts'
import { say } from './words.ts'

/** `7K3M9QX2TD` as people read and type it: `7K3M-9QX2-TD`. */
export function groupCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? ''
}

/** What the QR code holds: any phone's scanner opens the till with it; what follows the # is sent to no server. */
export function cardAddress(origin: string, qr: string): string {
  return `${origin}/till/#card=${qr}`
}

/** The first day and the last of all windows. */
export function validityOf(
  windows: readonly { readonly from: string; readonly until: string }[],
): { readonly from: string; readonly until: string } | undefined {
  const from = windows.map((window) => window.from).sort()[0]
  const until = windows
    .map((window) => window.until)
    .sort()
    .at(-1)
  return from === undefined || until === undefined ? undefined : { from, until }
}

/** Of a list the pages. */
export function pagesOf<Item>(items: readonly Item[], perPage: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / perPage) }, (_, page) =>
    items.slice(page * perPage, (page + 1) * perPage),
  )
}

/**
 * As the employers' sheets have them: whoever hands cards out goes down one sheet. Employers come in the order in which the roster first names
 * them; who has left the roster comes last.
 * @param roster people in the order of the roster
 */
export function inRosterOrder<Card extends { readonly worker: string }>(
  cards: readonly Card[],
  roster: readonly { readonly id: string; readonly employer: string }[],
): Card[] {
  const employers = [...new Set(roster.map(({ employer }) => employer))]
  const places = new Map(roster.map(({ id, employer }, at) => [id, [employers.indexOf(employer), at] as const]))
  const last = [employers.length, roster.length] as const
  const placeOf = ({ worker }: Card) => places.get(worker) ?? last
  return [...cards].sort((a, b) => placeOf(a)[0] - placeOf(b)[0] || placeOf(a)[1] - placeOf(b)[1])
}

/** `2025年10月1日至10月8日`, large enough to be read on a card: a weekday says nothing there, nor a year twice. */
export function sayDays(from: string, until: string): string {
  const [first, last] = [from, until].map((day) => sayDay(day).replace(/ ?[(\uff08].*[)\uff09]$/, ''))
  const year = `${from.slice(0, 4)}年`
  return say('days', { from: first, until: last?.startsWith(year) ? last.slice(year.length) : last })
}

/** `1234`: enough to tell two people of one name apart. */
export function lastFourOf(identityNumber: string | undefined): string {
  return identityNumber === undefined ? '' : identityNumber.slice(-4)
}
