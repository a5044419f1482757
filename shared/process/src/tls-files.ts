import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readNamedFile, type WantedFile } from './named-file.ts'
import { ProblemError } from './problem-error.ts'

/** The files of WELFARE_TLS_CERT_FILE and WELFARE_TLS_KEY_FILE are not there, not what they ought to be, or not of one pair. */
export class TlsFilesUnusableError extends ProblemError {
  override readonly name = 'TlsFilesUnusableError'
}

/** @throws TlsFilesUnusableError, FileUnusableError: which file is not what */
export function readTls({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }): {
  readonly cert: Buffer
  readonly key: Buffer
} {
  const cert = textOf(certFile, 'certificate')
  const key = textOf(keyFile, 'private-key')
  const certificate = parse(() => new X509Certificate(cert))
  const privateKey = parse(() => createPrivateKey(key))
  if (!certificate) {
    const isSwapped = parse(() => createPrivateKey(cert)) !== undefined
    throw notWhat(certFile, 'certificate', isSwapped ? 'swapped-with-key' : 'other-content')
  }
  if (!privateKey) throw notWhat(keyFile, 'private-key', reasonOf(key))
  if (!isPair(certificate, privateKey)) throw new TlsFilesUnusableError('tls-files-unusable', { keyFile, certFile })
  return { cert: Buffer.from(cert), key: Buffer.from(key) }
}

function textOf(file: string, wanted: WantedFile): string {
  const text = readNamedFile(file, wanted)
  if (text === undefined) throw notWhat(file, wanted, 'ENOENT')
  return text
}

function reasonOf(key: string): string {
  return key.includes('ENCRYPTED') ? 'passphrase-protected' : 'other-content'
}

function notWhat(file: string, wanted: WantedFile, why: string): TlsFilesUnusableError {
  return new TlsFilesUnusableError('tls-files-unusable', { file, why, wanted })
}

function isPair(certificate: X509Certificate, key: KeyObject): boolean {
  return certificate.checkPrivateKey(key)
}

function parse<Parsed>(read: () => Parsed): Parsed | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
