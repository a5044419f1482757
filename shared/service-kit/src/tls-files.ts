import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readNamedFile } from './named-file.ts'

/** The files of WELFARE_TLS_CERT_FILE and WELFARE_TLS_KEY_FILE are not there, not what they ought to be, or not of one pair. */
export class TlsFilesUnusableError extends Error {
  override readonly name = 'TlsFilesUnusableError'
}

const CERTIFICATE = 'a certificate in PEM (WELFARE_TLS_CERT_FILE)'
const PRIVATE_KEY = 'its private key in PEM (WELFARE_TLS_KEY_FILE)'

/** @throws TlsFilesUnusableError, FileUnusableError: which file is not what */
export function readTls({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }): {
  readonly cert: Buffer
  readonly key: Buffer
} {
  const cert = textOf(certFile, CERTIFICATE)
  const key = textOf(keyFile, PRIVATE_KEY)
  const certificate = parse(() => new X509Certificate(cert))
  const privateKey = parse(() => createPrivateKey(key))
  if (!certificate) {
    const isSwapped = parse(() => createPrivateKey(cert)) !== undefined
    throw notWhat(certFile, CERTIFICATE, isSwapped ? 'it holds a private key: the two files are swapped' : undefined)
  }
  if (!privateKey) throw notWhat(keyFile, PRIVATE_KEY, reasonOf(key))
  if (!isPair(certificate, privateKey)) {
    throw new TlsFilesUnusableError(
      `The key in ${keyFile} is not the one that the certificate in ${certFile} was made for.`,
    )
  }
  return { cert: Buffer.from(cert), key: Buffer.from(key) }
}

function textOf(file: string, wanted: string): string {
  const text = readNamedFile(file, wanted)
  if (text === undefined) throw new TlsFilesUnusableError(`There is no file ${file}; wanted is ${wanted}.`)
  return text
}

function reasonOf(key: string): string | undefined {
  return key.includes('ENCRYPTED') ? 'it is protected by a passphrase: store it without' : undefined
}

function notWhat(file: string, wanted: string, why: string | undefined): TlsFilesUnusableError {
  return new TlsFilesUnusableError(`${file} is not ${wanted}${why === undefined ? '' : `; ${why}`}.`)
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
