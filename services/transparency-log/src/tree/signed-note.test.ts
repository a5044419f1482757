import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { formatCheckpoint, logOrigin, parseCheckpoint } from './checkpoint.ts'
import { cosignaturesOf, cosignedMessage } from './cosignature.ts'
import {
  formatNote,
  formatVerifierKey,
  isSignedBy,
  noteSigner,
  parseNote,
  parseVerifierKey,
  rawPublicKey,
  type SignatureLine,
  signatureTypes,
  verifierKey,
} from './signed-note.ts'

const makeKey = () => generateKeyPairSync('ed25519').privateKey
const rootHash = Buffer.alloc(32, 7).toString('base64')
const text = formatCheckpoint({ origin: logOrigin('a-ledger', 1), treeSize: 3, rootHash })

describe('a signed note of somebody else', () => {
  // The note and the key in the documentation of Go's golang.org/x/mod/sumdb/note.
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  const note =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n" +
    '\n' +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

  test('is read, and its signature holds', () => {
    const [parsed, verifier] = [parseNote(note), parseVerifierKey(key)]
    expect(verifier && formatVerifierKey(verifier)).toBe(key)
    expect(parsed && formatNote(parsed)).toBe(note)
    expect(parsed && verifier && isSignedBy(parsed, verifier)).toBe(true)
  })

  test('with another text does not', () => {
    const [parsed, verifier] = [parseNote(note.replace('answer', 'anwser')), parseVerifierKey(key)]
    expect(parsed && verifier && isSignedBy(parsed, verifier)).toBe(false)
  })
})

describe('a checkpoint', () => {
  test('signed by two keys is verified by either', () => {
    const [older, newer] = [noteSigner('log', makeKey()), noteSigner('log', makeKey())]
    const note = parseNote(formatNote({ text, signatures: [newer.sign(text), older.sign(text)] }))
    expect(note && parseCheckpoint(note.text)).toEqual({ origin: 'welfare-ledger/a-ledger/1', treeSize: 3, rootHash })
    for (const { key } of [older, newer]) expect(note && isSignedBy(note, key)).toBe(true)
    expect(note && isSignedBy(note, noteSigner('log', makeKey()).key)).toBe(false)
  })

  test.each([
    ...['', 'a\n1\n', `a\n01\n${rootHash}\n`, `a\n-1\n${rootHash}\n`, `a\n1\n${rootHash}`, `a b\n1\n${rootHash}\n`],
    ...[`a\n1\nAAAA\n`, `a\n1\n${rootHash}\nextension\n`, `a\n99999999999999999\n${rootHash}\n`, `\n1\n${rootHash}\n`],
  ])('is not %j', (wrong) => {
    expect(parseCheckpoint(wrong)).toBeUndefined()
  })
})

test.each([
  ...['', '\n', '\n\n', 'text\n', 'text\n\n', 'text\n\n— name AAAAAAA=\nmore', 'text\n\n- name AAAAAAA=\n'],
  ...[
    'text\n\n— name AAAA\n',
    'text\n\n— name not*base64\n',
    'te\txt\n\n— name AAAAAAA=\n',
    'text\n\n— na me AAAAAAA=\n',
  ],
])('%j is no signed note', (wrong) => {
  expect(parseNote(wrong)).toBeUndefined()
})

test.each([
  ...['', 'name', 'name+00000000+AAAA', 'na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
  ...['Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
])('%j is no verifier key', (wrong) => {
  expect(parseVerifierKey(wrong)).toBeUndefined()
})

describe('a cosignature', () => {
  const log = noteSigner('log', makeKey())
  const [ownKey, otherKey] = [makeKey(), makeKey()]
  const witness = verifierKey('witness.example/1', signatureTypes.cosignature, rawPublicKey(ownKey))

  function cosign(timestampS: number, signed: string, key = ownKey): SignatureLine {
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(BigInt(timestampS))
    const signature = Buffer.concat([time, sign(null, Buffer.from(signed), key)])
    return { name: witness.name, keyId: witness.keyId, signature }
  }

  test('of a known witness holds, and says when', () => {
    const line = cosign(1_780_000_000, cosignedMessage(text, 1_780_000_000))
    const found = cosignaturesOf({ text, signatures: [log.sign(text), line] }, [witness])
    expect(found).toEqual([{ witness: witness.name, timestampS: 1_780_000_000, line }])
  })

  test('of another time, another text, another key, or that is only a signature does not', () => {
    const wrong = [
      cosign(1_780_000_001, cosignedMessage(text, 1_780_000_000)),
      cosign(1_780_000_000, cosignedMessage(`${text}x\n`, 1_780_000_000)),
      cosign(1_780_000_000, cosignedMessage(text, 1_780_000_000), otherKey),
      cosign(1_780_000_000, text),
      { ...log.sign(text), name: witness.name, keyId: witness.keyId },
      { name: witness.name, keyId: witness.keyId, signature: Buffer.alloc(8) },
    ]
    for (const line of wrong) expect(cosignaturesOf({ text, signatures: [line] }, [witness])).toBeUndefined()
  })

  test('of nobody known is passed over', () => {
    const line = cosign(1_780_000_000, cosignedMessage(text, 1_780_000_000))
    expect(cosignaturesOf({ text, signatures: [line] }, [])).toEqual([])
  })
})
