import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'

/** C2SP signed-note: text, and who signed it. */
export interface SignedNote {
  readonly text: string
  readonly signatures: readonly { readonly name: string; readonly keyId: string; readonly bytes: Uint8Array }[]
}

/** A key as `<name>+<key id>+<base64 of type and key>` names it. */
export interface VerifierKey {
  readonly name: string
  readonly keyId: string
  readonly publicKey: Uint8Array
}

/** C2SP tlog-checkpoint. */
export interface Checkpoint {
  readonly origin: string
  readonly treeSize: number
  /** Base64. */
  readonly rootHash: string
}

const ED25519 = 1

/** Undefined for what is no Ed25519 key, or names another id than it has. */
export function readVerifierKey(vkey: string): VerifierKey | undefined {
  const [, name = '', keyId = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey.trim()) ?? []
  const material = fromBase64(encoded)
  if (name === '' || material?.length !== 33 || material[0] !== ED25519) return undefined
  return keyIdOf(name, material) === keyId ? { name, keyId, publicKey: material.subarray(1) } : undefined
}

/** The log's name ends in its epoch; one key signs under the name of each. */
export function underName(key: VerifierKey, name: string): VerifierKey {
  return { ...key, name, keyId: keyIdOf(name, Uint8Array.of(ED25519, ...key.publicKey)) }
}

function keyIdOf(name: string, material: Uint8Array): string {
  const hash = sha256
    .create()
    .update(new TextEncoder().encode(`${name}\n`))
    .update(material)
    .digest()
  return Array.from(hash.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function parseNote(content: string): SignedNote | undefined {
  const end = content.lastIndexOf('\n\n')
  const lines = content.slice(end + 2).split('\n')
  if (end < 0 || lines.length < 2 || lines.pop() !== '') return undefined
  const signatures = lines.map((line) => {
    const [, name = '', encoded = ''] = /^— ([^+\s]+) (\S+)$/.exec(line) ?? []
    const bytes = fromBase64(encoded)
    if (name === '' || bytes === undefined || bytes.length < 5) return undefined
    const keyId = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
    return { name, keyId, bytes: bytes.subarray(4) }
  })
  if (signatures.includes(undefined)) return undefined
  return { text: content.slice(0, end + 1), signatures: signatures.flatMap((one) => one ?? []) }
}

function readCheckpoint({ text }: SignedNote): Checkpoint | undefined {
  const [origin = '', size = '', rootHash = ''] = text.split('\n')
  const isWhole = /^[1-9]\d{0,14}$/.test(size) && fromBase64(rootHash)?.length === 32
  return origin !== '' && isWhole ? { origin, treeSize: Number(size), rootHash } : undefined
}

/** Of a file that was kept; undefined for what is no checkpoint. */
export function checkpointIn(content: string): Checkpoint | undefined {
  const note = parseNote(content)
  return note && readCheckpoint(note)
}

/** Has the key signed the text? A signature of it that does not fit is worse than none. */
export function isSignedBy({ text, signatures }: SignedNote, { name, keyId, publicKey }: VerifierKey): boolean {
  const own = signatures.filter((one) => one.name === name && one.keyId === keyId)
  const message = new TextEncoder().encode(text)
  return own.length > 0 && own.every(({ bytes }) => bytes.length === 64 && ed25519.verify(bytes, message, publicKey))
}

/** Only the one way in which the bytes are written. */
function fromBase64(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    return toBase64(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
