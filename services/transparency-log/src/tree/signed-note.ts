import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'

/** C2SP signed-note: what signs a text, as one line under it. */
export interface SignatureLine {
  readonly name: string
  readonly keyId: number
  readonly signature: Buffer
}

export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string
  readonly signatures: readonly SignatureLine[]
}

/** The signature types of C2SP signed-note that are used here. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes]

export interface VerifierKey {
  readonly name: string
  readonly type: SignatureType
  readonly keyId: number
  /** 32 bytes of Ed25519. */
  readonly publicKey: Buffer
}

export interface NoteSigner {
  readonly key: VerifierKey
  sign(text: string): SignatureLine
}

const maxSignatures = 64
const publicKeyBytes = 32

/** Undefined when it is no signed note. */
export function parseNote(note: string): SignedNote | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end <= 0 || !note.endsWith('\n') || hasControls(note) || !note.isWellFormed()) return undefined
  const lines = note.slice(end + 2, -1).split('\n')
  const signatures = lines.map(parseSignature)
  if (lines.length > maxSignatures || !signatures.every((line) => line !== undefined)) return undefined
  return { text: note.slice(0, end + 1), signatures }
}

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`
}

export function noteSigner(name: string, privateKey: KeyObject): NoteSigner {
  const key = verifierKey(name, signatureTypes.ed25519, rawPublicKey(privateKey))
  return { key, sign: (text) => ({ name, keyId: key.keyId, signature: sign(null, Buffer.from(text), privateKey) }) }
}

/** Whether the note has a line of this key, and each of them holds. */
export function isSignedBy({ text, signatures }: SignedNote, key: VerifierKey): boolean {
  const lines = linesOf(signatures, key)
  return lines.length > 0 && lines.every(({ signature }) => verifyEd25519(key, text, signature))
}

export function linesOf(signatures: readonly SignatureLine[], { name, keyId }: VerifierKey): SignatureLine[] {
  return signatures.filter((line) => line.name === name && line.keyId === keyId)
}

export function verifyEd25519({ publicKey }: VerifierKey, text: string, signature: Buffer): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }
  return verify(null, Buffer.from(text), createPublicKey({ key: jwk, format: 'jwk' }), signature)
}

export function verifierKey(name: string, type: SignatureType, publicKey: Buffer): VerifierKey {
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([type]), publicKey]), 'buffer')
  return { name, type, keyId: keyId.readUInt32BE(0), publicKey }
}

/** `<name>+<key id>+<key>`, as Go's note package and C2SP have it. */
export function formatVerifierKey({ name, type, keyId, publicKey }: VerifierKey): string {
  return `${name}+${hexOf(keyId)}+${Buffer.concat([Buffer.from([type]), publicKey]).toString('base64')}`
}

/** Undefined when it is no key of a type that is used here, or its id is not its own. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  const type = Object.values(signatureTypes).find((known) => known === bytes[0])
  if (type === undefined || bytes.length !== 1 + publicKeyBytes) return undefined
  const key = verifierKey(name, type, bytes.subarray(1))
  return hexOf(key.keyId) === id ? key : undefined
}

export function rawPublicKey(key: KeyObject): Buffer {
  const { crv, x = '' } = key.export({ format: 'jwk' })
  if (crv !== 'Ed25519') throw new TypeError('the key is not an Ed25519 key')
  return Buffer.from(x, 'base64url')
}

function parseSignature(line: string): SignatureLine | undefined {
  const [, name = '', encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length < 5 || bytes.toString('base64') !== encoded) return undefined
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) }
}

/** The line under a note, with its newline. */
export function formatSignature({ name, keyId, signature }: SignatureLine): string {
  const id = Buffer.alloc(4)
  id.writeUInt32BE(keyId)
  return `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

function hexOf(keyId: number): string {
  return keyId.toString(16).padStart(8, '0')
}

function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 && unit !== 0x0a) return true
  }
  return false
}
