/** Blanks, control and invisible characters, dashes, and every dot that people set between the parts of a name. */
const NOT_COMPARED =
  /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Pd}\u2212.\u00b7\u2022\u30fb\u2027\u2219\u22c5\u25cf\u25e6\u16eb\u3002]/gu

/** Every form of dash, and what is not seen at all. */
const DASHES = /[\p{Pd}\u2212]/gu
const NOT_SEEN = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * What two texts have in common when people take them for the same name: width, case, blanks, dashes, dots and invisible characters do not matter.
 * For comparing only; shown and stored is what was written. Empty where nothing else was written.
 */
export function comparableText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(NOT_COMPARED, '')
}

export function isSameText(one: string, other: string): boolean {
  return comparableText(one) === comparableText(other)
}

/**
 * What two numbers of papers have in common when people take them for the same number: as with names, but dashes and dots part 1-11 from 11-1,
 * and only their form does not matter.
 */
export function comparableNumber(number: string): string {
  return number.normalize('NFKC').toLowerCase().replace(DASHES, '-').replace(NOT_SEEN, '') || number
}
