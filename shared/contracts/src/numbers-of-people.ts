/** Between the parts of a number, as people write it. */
const WITHIN_NUMBER = /(?<=\d)[\s\p{Pd}](?=\d)/gu
/** A resident identity number of 18 or 15 characters, or a mobile telephone; a longer run of digits is the number of some paper. */
const NUMBER_OF_PERSON = /(?<!\d)(?:\d{17}[\dx]|\d{15}|1[3-9]\d{9})(?!\d)/i

/** Is there a number of somebody in a text that would be recorded in plain? Whosever it is. */
export function holdsNumberOfPerson(text: string): boolean {
  return NUMBER_OF_PERSON.test(text.normalize('NFKC').replace(WITHIN_NUMBER, ''))
}
