import { writeCardCode } from '@welfare/contracts/card-code.ts'
import { describe, expect, it } from 'vitest'
import { readShown } from './shown-code.ts'

const token = 'Zm9vYmFyYmF6cXV1eDEyMw'
const code = writeCardCode(123_456_789_012)

describe('what a picture or a field holds', () => {
  it.each([
    ['the address on a card', `https://ledger.example/till/#card=${token}`, { kind: 'card', code: token }],
    ['the token alone', token, { kind: 'card', code: token }],
    ['the printed code', code, { kind: 'card', code }],
    ['the code as people type it', ` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()} `, { kind: 'card', code }],
    ['an address with the code', `http://127.0.0.1:8080/till/#card=${code}`, { kind: 'card', code }],
    ['a pairing', 'https://ledger.example/till/#pair=K3F7-92AQ', { kind: 'pairing', code: 'K3F7-92AQ' }],
    ['another address', 'https://pay.example/k3f792aq', { kind: 'other' }],
    ['a code with a slip', `${code.slice(0, 9)}${code.endsWith('A') ? 'B' : 'A'}`, { kind: 'other' }],
    ['nothing', '', { kind: 'other' }],
  ])('%s', (_, text, shown) => {
    expect(readShown(text)).toEqual(shown)
  })
})
