import { describe, expect, test } from 'vitest'
import { createNoteKey, createWitnessKey } from '../bundle.fixture.ts'
import { checkSignature, parseNote, readCheckpoint, readVerifierKey, underName } from './signed-note.ts'

test('reads the example of Go’s note package', () => {
  const key = readVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const line =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
  expect(checkSignature(parseNote(`${text}\n${line}`), key)).toBe('good')
  expect(checkSignature(parseNote(`${text.replace('answer', 'Answer')}\n${line}`), key)).toBe('bad')
  expect(checkSignature(parseNote(`${text}\n${line}`), underName(key, 'SomebodyElse'))).toBe('absent')
})

describe('a note', () => {
  const text = 'example.com/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  const log = createNoteKey('example.com/log')
  const witness = createWitnessKey('witness.example/w1')
  const signed = `${text}\n${log.signatureOf(text)}${witness.signatureOf(text)}`

  test('is a checkpoint with a signature and a cosignature', () => {
    const note = parseNote(signed)
    expect(readCheckpoint(note)).toEqual({
      origin: 'example.com/log',
      treeSize: 3,
      rootHash: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
    })
    expect(checkSignature(note, readVerifierKey(log.vkey))).toBe('good')
    expect(checkSignature(note, readVerifierKey(witness.vkey))).toBe('good')
  })

  test('whose cosignature tells another time is not cosigned', () => {
    const note = parseNote(signed)
    const moved = note.signatures.map((line) => {
      const bytes = Buffer.from(line.bytes)
      bytes[7] = (bytes[7] ?? 0) + 1
      return line.name === 'witness.example/w1' ? { ...line, bytes } : line
    })
    expect(checkSignature({ ...note, signatures: moved }, readVerifierKey(witness.vkey))).toBe('bad')
  })

  test.each([
    ['without a signature', text],
    ['with a blank line only', `${text}\n`],
    ['without its last line break', signed.trimEnd()],
    ['with a control character', signed.replace('\n3\n', '\n3\t\n')],
    ['with another dash', signed.replaceAll('—', '-')],
    ['with a signature written otherwise', signed.replace(/=+\n$/, '\n')],
  ])('%s is none', (_, content) => {
    expect(() => parseNote(content)).toThrow()
  })

  test.each(['0x3', '03', '-3', '3.0', ''])('with the size %s is no checkpoint', (size) => {
    const changed = text.replace('\n3\n', `\n${size}\n`)
    expect(() => readCheckpoint(parseNote(`${changed}\n${log.signatureOf(changed)}`))).toThrow()
  })
})
