import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { accountsLimits, codeGuesses, hashingLimits } from '../accounts-limits.ts'
import { codeText, inGroups, readCode } from '../secrets.ts'
import { createPasswords, weaknessOf } from './passwords.ts'

const secrets = (secret: string) => ({
  keyedHash: (_purpose: string, text: string) => createHmac('sha256', secret).update(text).digest(),
})
const cheap = { N: 2 ** 10, r: 8, p: 1 }
const passwords = (secret = 'of the ledger', waiting = 100) =>
  createPasswords({ secrets: secrets(secret), cost: cheap, atOnce: 1, waiting })

describe('a hash', () => {
  test('knows its password, and no other', async () => {
    const { hash, verify } = passwords()
    const known = await hash('长江源头 mule')
    expect(await verify('长江源头 mule', known)).toEqual({ matches: true, isOutdated: false })
    expect(await verify('长江源头 mulE', known)).toEqual({ matches: false, isOutdated: false })
  })

  test('is worth nothing without the ledger’s secret', async () => {
    const known = await passwords().hash('长江源头 mule')
    expect(await passwords('of another').verify('长江源头 mule', known)).toMatchObject({ matches: false })
  })

  test('of the same password is another each time', async () => {
    const { hash } = passwords()
    const [first, second] = await Promise.all([hash('长江源头 mule'), hash('长江源头 mule')])
    expect(first?.hash).not.toEqual(second?.hash)
  })

  test('of another cost is still known, and said to be outdated', async () => {
    const dearer = createPasswords({
      secrets: secrets('of the ledger'),
      cost: { ...cheap, N: 2 ** 11 },
      atOnce: 1,
      waiting: 1,
    })
    const known = await passwords().hash('长江源头 mule')
    expect(await dearer.verify('长江源头 mule', known)).toEqual({ matches: true, isOutdated: true })
  })

  test('nobody’s never matches', async () => {
    expect(await passwords().verify('', undefined)).toMatchObject({ matches: false })
  })

  test('costs about a tenth of a second, so that a guesser has ten a second of each core', async () => {
    const { hash } = createPasswords({ ...hashingLimits, secrets: secrets('of the ledger') })
    const beganAtMs = performance.now()
    await hash('长江源头 mule')
    expect(performance.now() - beganAtMs).toBeGreaterThan(20)
  })
})

test('a rush waits, in order, as far as there is room', async () => {
  const { hash } = passwords('of the ledger', 2)
  const results = await Promise.all(Array.from({ length: 5 }, () => hash('长江源头 mule')))
  expect(results.map((result) => result !== undefined)).toEqual([true, true, true, false, false])
  expect(await hash('长江源头 mule')).toBeDefined()
})

test('length counts, and nobody is asked for a digit', () => {
  expect(weaknessOf('correct horse battery', 'desk-1')).toBeUndefined()
  expect(weaknessOf('长江源头的蓝色骡子在跑步', 'desk-1')).toBeUndefined()
  expect(weaknessOf('elevenchars', 'desk-1')).toEqual({ weakness: 'too-short', minLength: 12 })
  expect(weaknessOf('abababababababab', 'desk-1')).toMatchObject({ weakness: 'too-few-different-characters' })
  expect(weaknessOf('it is DESK-1 here', 'desk-1')).toEqual({ weakness: 'holds-the-account-name' })
})

test('a code is read as it was meant', () => {
  const code = codeText(Buffer.from([0, 33, 66, 99, 132, 165, 198, 231]), 8)
  expect(inGroups(code)).toBe('0123-4567')
  expect(readCode(' oi23 4567 ')).toBe('01234567')
  expect(readCode('0L23-4567')).toBe('01234567')
})

test('guessing a pairing code is hopeless', () => {
  const { burst, refillEveryMs } = codeGuesses.together
  const guesses = burst + accountsLimits.pairingMs / refillEveryMs
  const codesWaiting = 100
  const tenMinutesForOneHit = 32 ** 8 / (guesses * codesWaiting)
  expect(tenMinutesForOneHit / (6 * 24 * 365)).toBeGreaterThan(300)
})
