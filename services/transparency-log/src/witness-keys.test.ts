import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from './log.fixture.ts'
import { formatVerifierKey, rawPublicKey, type SignatureType, signatureTypes, verifierKey } from './tree/signed-note.ts'
import { readWitnessKeys, WitnessKeysWrongError } from './witness-keys.ts'

function makeKey(type: SignatureType) {
  return verifierKey('witness.example/w1', type, rawPublicKey(generateKeyPairSync('ed25519').privateKey))
}

function write(text: string): string {
  const file = join(makeFolder(), 'witnesses')
  writeFileSync(file, text)
  return file
}

test('witnesses are read one a line, with remarks between them', () => {
  const [first, second] = [makeKey(signatureTypes.cosignature), makeKey(signatureTypes.cosignature)]
  const file = write(`# ours\n${formatVerifierKey(first)}\n\n  ${formatVerifierKey(second)}\r\n`)
  expect(readWitnessKeys(file)).toEqual([first, second])
  expect(readWitnessKeys(undefined)).toEqual([])
})

test.each([
  ['the key of a log', formatVerifierKey(makeKey(signatureTypes.ed25519))],
  [
    'a key with another name than its id is of',
    formatVerifierKey(makeKey(signatureTypes.cosignature)).replace('w1', 'w2'),
  ],
  ['something else', 'witness'],
])('%s is refused', (_, line) => {
  expect(() => readWitnessKeys(write(`${line}\n`))).toThrow(WitnessKeysWrongError)
})
