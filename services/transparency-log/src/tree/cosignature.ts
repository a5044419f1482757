import { linesOf, type SignatureLine, type SignedNote, type VerifierKey, verifyEd25519 } from './signed-note.ts'

const timestampBytes = 8

export interface Cosignature {
  readonly witness: string
  /** When the witness saw it, in seconds since 1970. */
  readonly timestampS: number
  readonly line: SignatureLine
}

/** C2SP cosignature/v1: the lines that known witnesses put under a checkpoint; undefined when one of theirs does not hold. */
export function cosignaturesOf(note: SignedNote, witnesses: readonly VerifierKey[]): Cosignature[] | undefined {
  const found = witnesses.flatMap((witness) =>
    linesOf(note.signatures, witness).map((line) => verifyCosignature(witness, note.text, line)),
  )
  return found.every((cosignature) => cosignature !== undefined) ? found : undefined
}

/** What a witness signs. */
export function cosignedMessage(text: string, timestampS: number): string {
  return `cosignature/v1\ntime ${timestampS}\n${text}`
}

function verifyCosignature(witness: VerifierKey, text: string, line: SignatureLine): Cosignature | undefined {
  if (line.signature.length <= timestampBytes) return undefined
  const timestampS = Number(line.signature.readBigUInt64BE(0))
  if (!Number.isSafeInteger(timestampS)) return undefined
  const holds = verifyEd25519(witness, cosignedMessage(text, timestampS), line.signature.subarray(timestampBytes))
  return holds ? { witness: witness.name, timestampS, line } : undefined
}
