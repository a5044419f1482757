/** Masks for lists that are shown: enough to find oneself by, too little to find another. */

/** `王*`, `王*明`, `欧**锋`: the family name's first character and, from three on, the last one. */
export function maskName(name: string): string {
  const characters = [...name.trim()]
  const first = characters[0]
  if (first === undefined) return ''
  if (characters.length === 1) return '*'
  const last = characters.length > 2 ? characters.at(-1) : ''
  return `${first}${'*'.repeat(Math.max(1, characters.length - 2))}${last}`
}

/** `632701********1234`: six and four. Of what is shorter than a resident's number, the first and the last two: `8******12`. */
export function maskIdentityNumber(identityNumber: string): string {
  return identityNumber.length >= 15 ? masked(identityNumber, 6, 4) : masked(identityNumber, 1, 2)
}

/** `138****5678`: three and four; shorter ones show only the last two digits. */
export function maskPhone(phone: string): string {
  return phone.length >= 11 ? masked(phone, 3, 4) : masked(phone, 0, 2)
}

function masked(text: string, head: number, tail: number): string {
  const hidden = text.length - head - tail
  if (hidden < 3) return '*'.repeat(text.length)
  return `${text.slice(0, head)}${'*'.repeat(hidden)}${text.slice(text.length - tail)}`
}
