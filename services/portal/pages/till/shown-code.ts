import { readCardCode } from '@welfare/contracts/card-code.ts'

/** What a picture or a field holds. */
export type Shown =
  | { readonly kind: 'card'; readonly code: string }
  | { readonly kind: 'pairing'; readonly code: string }
  | { readonly kind: 'other' }

/** A QR code holds an address of the till with the token behind `#card=`, or the token alone, or the code that is printed. */
export function readShown(text: string): Shown {
  const [, name, value] = /#(card|pair)=([\w-]{4,40})$/.exec(text.trim()) ?? []
  if (name === 'pair' && value !== undefined) return { kind: 'pairing', code: value }
  const code = value ?? text.trim()
  if (/^[A-Za-z0-9_-]{22}$/.test(code)) return { kind: 'card', code }
  return 'payload' in readCardCode(code) ? { kind: 'card', code: plainCode(code) } : { kind: 'other' }
}

/** As it is sent: without groups. */
export function plainCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

/** What the address holds behind `#` is taken out at once: it is in no history, and on no screenshot of the address. */
export function takeFragment(): Shown {
  const shown = readShown(location.hash)
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search)
  return shown
}
