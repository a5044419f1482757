import { say } from '../words.ts'

/** The rule of a field that must be filled in, named as its label names it. */
export function fillIn(what: string) {
  return { required: true, whitespace: true, message: say('fillIn', { what }) }
}
