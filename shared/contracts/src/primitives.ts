import { z } from 'zod'
import { MAX_AMOUNT_FEN } from './money.ts'

export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** Kinds of stream; the id of a thing that has a stream is `<category>-<uuid>` and is the stream's name. */
export const CATEGORIES = [
  'union',
  'employer',
  'site',
  'merchant',
  'identity',
  'worker',
  'import',
  'programme',
  'round',
  'fund',
  'bankaccount',
  'payer',
  'budget',
  'batch',
  'wallet',
  'serials',
  'item',
  'kit',
  'depot',
  'consignment',
  'account',
  'access',
  'limit',
  'proposal',
  'maker',
  'finding',
  'statement',
  'payment',
  'paymentfile',
  'period',
  'purchase',
  'supplierinvoice',
] as const
export type Category = (typeof CATEGORIES)[number]

export function idOf<C extends Category>(category: C) {
  return z
    .string()
    .regex(new RegExp(`^${category}-${UUID}$`))
    .meta({ description: `Id of a ${category}`, example: `${category}-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d` })
}

/** A part of a stream: the event that created it, `<stream>.<version>`. */
export function partOf<C extends Category>(category: C) {
  return z
    .string()
    .regex(new RegExp(`^${category}-${UUID}\\.[1-9][0-9]{0,8}$`))
    .meta({
      description: `Id of a part of a ${category}`,
      example: `${category}-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d.3`,
    })
}

/** A part of any stream. */
export const anyPart = z
  .string()
  .regex(new RegExp(`^[a-z]+-${UUID}\\.[1-9][0-9]{0,8}$`))
  .meta({ description: 'An event, `<stream>.<version>`', example: 'wallet-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d.3' })

export function categoryOf(id: string): Category | undefined {
  return CATEGORIES.find((category) => id.startsWith(`${category}-`))
}

/** `<stream>.<version>` apart. @throws RangeError when `part` is not of that form */
export function splitPart(part: string): { stream: string; version: number } {
  const dot = part.lastIndexOf('.')
  const version = Number(part.slice(dot + 1))
  if (dot < 1 || !Number.isSafeInteger(version) || version < 1) throw new RangeError('not a part id')
  return { stream: part.slice(0, dot), version }
}

export const amountFen = z.int().min(0).max(MAX_AMOUNT_FEN).meta({ description: 'Integer fen (1/100 yuan)' })
export const positiveAmountFen = z
  .int()
  .min(1)
  .max(MAX_AMOUNT_FEN)
  .meta({ description: 'Integer fen (1/100 yuan), above zero' })
export const quantity = z.int().min(1).max(100_000_000).meta({ description: 'Pieces' })
/** As many as there are, or none. */
export const quantityOrNone = z.int().min(0).max(100_000_000).meta({ description: 'Pieces, or none' })
export const count = z.int().min(0).max(1_000_000_000)

/** A calendar day in Asia/Shanghai. */
export const day = z.iso.date().meta({ description: 'Calendar day in Asia/Shanghai', example: '2025-07-25' })
/** UTC, RFC 3339. */
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'RFC 3339 instant' })

const MOMENT = /^(?:0|[1-9]\d{0,14}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))$/
/** A moment of the ledger: a sequence, or a time with its offset. A day alone is none: `effective` takes days. */
export const moment = z
  .string()
  .refine((text) => MOMENT.test(text) && (/^\d+$/.test(text) || instant.safeParse(text).success), {
    params: { code: 'moment-malformed' },
  })
  .meta({ pattern: MOMENT.source, description: 'A sequence, or an RFC 3339 time with its offset' })

/** A division code of GB/T 2260, six digits: 630000 province, 632700 prefecture, 632701 county. */
export const division = z
  .string()
  .regex(/^[1-9][0-9]{5}$/)
  .meta({ description: 'Division code of GB/T 2260', example: '632701' })

/** `000000` for what is no division's, and the whole ledger's. */
export const divisionOrLedger = z
  .string()
  .regex(/^([1-9][0-9]{5}|000000)$/)
  .meta({ description: 'Division code of GB/T 2260; 000000: the whole ledger', example: '632701' })

/** No control characters, none for private use, none that are no characters. The same to readers of the API's document, who may know no `\p`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses.
const WRITABLE = /^[^\u0000-\u001f\u007f-\u009f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]*$/
/** Something that can be seen: not blanks, marks, fillers and characters that only turn the direction of writing. */
const VISIBLE = /[^\p{C}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u

/** Text for people: trimmed, writable, with something to be seen in it, no lone surrogates. */
export function text(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(WRITABLE)
    .refine((given) => given.isWellFormed() && VISIBLE.test(given), { params: { code: 'text-invisible' } })
    .meta({ description: 'Something of it can be seen: not only blanks and marks that turn the direction of writing' })
}
export const name = text(100)
export const reason = text(500)
export const trade = text(40).meta({ description: 'Trade (工种 / 行业)', example: '环卫' })

/** A programme's own short word for a window: `2025-06`, `horse-racing`. */
export const windowKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)

export const share = z.strictObject({ fund: idOf('fund'), amountFen: positiveAmountFen })
export const shares = z.array(share).min(1).max(50)

/** Goods are counted by what they are: an item, or a kit in the version it was packed. */
export const commodity = z
  .string()
  .regex(new RegExp(`^(item-${UUID}|kit-${UUID}@[1-9][0-9]{0,5})$`))
  .meta({ description: 'An item, or a kit in one version', example: 'kit-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d@1' })
