const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FORM = new RegExp(`^[${CHARACTERS}]{18}$`)

/** Unified social credit code (GB 32100): 18 characters, the last of which checks the others. */
export function isCreditCode(code: string): boolean {
  return FORM.test(code) && code.charAt(17) === checkCharacter(code)
}

/** Weights are the powers of 3, modulo 31. */
function checkCharacter(code: string): string {
  let weight = 1
  let sum = 0
  for (const character of code.slice(0, 17)) {
    sum += CHARACTERS.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return CHARACTERS.charAt((31 - (sum % 31)) % 31)
}
