import { readFileSync } from 'node:fs'
import { parseVerifierKey, signatureTypes, type VerifierKey } from './tree/signed-note.ts'

/** The file holds something else than verifier keys of witnesses. */
export class WitnessKeysWrongError extends Error {
  override readonly name = 'WitnessKeysWrongError'
}

/**
 * One verifier key a line, of type 0x04 (C2SP cosignature/v1); lines that begin with # are passed over. Without a file: no witness.
 * @throws WitnessKeysWrongError; the system's error where the file cannot be read
 */
export function readWitnessKeys(file: string | undefined): readonly VerifierKey[] {
  if (file === undefined) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  const written = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  return written.map((line) => {
    const key = parseVerifierKey(line)
    if (key?.type !== signatureTypes.cosignature) {
      throw new WitnessKeysWrongError(`${file}: not the verifier key of a witness: ${line}`)
    }
    return key
  })
}
