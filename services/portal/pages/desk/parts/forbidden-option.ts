import type { TermsBreach, TermsBreachCode } from '@welfare/contracts/donor-terms.ts'

interface Option {
  readonly value: string
  readonly label: string
  readonly disabled?: boolean
}

/** What the donor's terms forbid stays in sight, cannot be chosen, says why, and comes last. */
export function forbiddenLast<Thing>(
  things: readonly Thing[],
  optionOf: (thing: Thing) => Option,
  breachOf: (thing: Thing) => TermsBreach | undefined,
  inWords: (label: string, code: TermsBreachCode) => string,
): Option[] {
  const options = things.map((thing) => {
    const breach = breachOf(thing)
    const option = optionOf(thing)
    return breach ? { ...option, label: inWords(option.label, breach.code), disabled: true } : option
  })
  return [...options.filter(({ disabled }) => !disabled), ...options.filter(({ disabled }) => disabled)]
}
