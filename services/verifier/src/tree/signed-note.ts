import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { MisshapenError } from '../json.ts'

/** C2SP signed-note: text, and who signed it. */
export interface SignedNote {
  /** With its last line break. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** Four bytes, hexadecimal. */
  readonly keyId: string
  readonly bytes: Uint8Array
}

const ED25519 = 1
const COSIGNATURE = 4

/** A key as `<name>+<key id>+<base64 of type and key>` names it. */
export interface VerifierKey {
  readonly vkey: string
  readonly name: string
  readonly keyId: string
  readonly kind: 'note' | 'cosignature'
  /** Type and public key, as the key id covers them. */
  readonly material: Uint8Array
  readonly key: KeyObject
}

/** @throws MisshapenError */
export function readVerifierKey(vkey: string): VerifierKey {
  const [, name = '', keyId = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? []
  const bytes = decodeBase64(encoded)
  const type = bytes?.[0]
  if (name === '' || bytes?.length !== 33 || (type !== ED25519 && type !== COSIGNATURE))
    throw new MisshapenError(`not an Ed25519 verifier key: ${vkey.slice(0, 120)}`)
  const id = keyIdOf(name, bytes)
  if (id !== keyId) throw new MisshapenError(`the key id of ${name} is ${keyId}, its key has ${id}`)
  const x = bytes.subarray(1).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return { vkey, name, keyId, kind: type === ED25519 ? 'note' : 'cosignature', material: bytes, key }
}

/** The same key, signing for another log. */
export function underName(key: VerifierKey, name: string): VerifierKey {
  const keyId = keyIdOf(name, key.material)
  return { ...key, name, keyId, vkey: `${name}+${keyId}+${Buffer.from(key.material).toString('base64')}` }
}

function keyIdOf(name: string, material: Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(material).digest('hex').slice(0, 8)
}

/** @throws MisshapenError */
export function parseNote(content: string): SignedNote {
  const end = content.lastIndexOf('\n\n')
  const text = content.slice(0, end + 1)
  const lines = content.slice(end + 2).split('\n')
  if (end < 0 || lines.length < 2 || lines.pop() !== '' || hasControls(content))
    throw new MisshapenError('not a signed note')
  return { text, signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): NoteSignature {
  const [, name = '', encoded = ''] = /^— ([^+\s]+) (\S+)$/.exec(line) ?? []
  const bytes = decodeBase64(encoded)
  if (name === '' || bytes === undefined || bytes.length < 5)
    throw new MisshapenError(`not a signature line: ${line.slice(0, 80)}`)
  return { name, keyId: Buffer.from(bytes.subarray(0, 4)).toString('hex'), bytes: bytes.subarray(4) }
}

/**
 * Did the key sign the text? `absent`: no signature of this key; a cosignature covers the time that it carries, too.
 */
export function checkSignature({ text, signatures }: SignedNote, by: VerifierKey): 'good' | 'bad' | 'absent' {
  const own = signatures.filter(({ name, keyId }) => name === by.name && keyId === by.keyId)
  if (own.length === 0) return 'absent'
  return own.every(({ bytes }) => isSigned(text, bytes, by)) ? 'good' : 'bad'
}

function isSigned(text: string, bytes: Uint8Array, { kind, key }: VerifierKey): boolean {
  if (kind === 'note') return bytes.length === 64 && verify(null, Buffer.from(text), key, bytes)
  if (bytes.length !== 72) return false
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
  return verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key, bytes.subarray(8))
}

export interface Checkpoint {
  readonly origin: string
  readonly treeSize: number
  /** Base64. */
  readonly rootHash: string
}

/** C2SP tlog-checkpoint: origin, size, root; further lines are the log's own. @throws MisshapenError */
export function readCheckpoint({ text }: SignedNote): Checkpoint {
  const [origin = '', size = '', rootHash = ''] = text.split('\n')
  const treeSize = Number(size)
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(treeSize))
    throw new MisshapenError('not a checkpoint')
  if (decodeBase64(rootHash)?.length !== 32) throw new MisshapenError('not a checkpoint: it names no root')
  return { origin, treeSize, rootHash }
}

/** Only the one way in which the bytes are written: no other text may stand for them. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note may hold none but the line break.
  return /[\u0000-\u0009\u000b-\u001f]/.test(text)
}
