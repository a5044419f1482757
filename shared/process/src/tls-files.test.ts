import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTls } from './tls-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'welfare-tls-'))
const at = (name: string) => join(folder, name)
const make = (name: string) => {
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
  execFileSync('openssl', ['req', '-x509', ...kind, '-out', at(`${name}.crt`), '-keyout', at(`${name}.key`)], {
    stdio: 'ignore',
  })
}
beforeAll(() => {
  make('one')
  make('two')
  writeFileSync(at('words'), 'nothing of the kind')
})
afterAll(() => rmSync(folder, { recursive: true }))

it('takes a certificate and its key', () => {
  expect(readTls({ certFile: at('one.crt'), keyFile: at('one.key') }).cert.toString()).toContain('CERTIFICATE')
})

it.each([
  [
    'swapped',
    'one.key',
    'one.crt',
    /one\.key holds a private key: the two files are swapped; it is to hold a certificate/,
  ],
  ['of two pairs', 'one.crt', 'two.key', /the key in .*two\.key is not the one that the certificate in .*one\.crt/],
  [
    'no certificate',
    'words',
    'one.key',
    /words holds something else; it is to hold a certificate in PEM \(WELFARE_TLS_CERT_FILE\)\./,
  ],
  [
    'no key',
    'one.crt',
    'words',
    /words holds something else; it is to hold its private key in PEM \(WELFARE_TLS_KEY_FILE\)\./,
  ],
  ['not there', 'absent', 'one.key', /absent is not there; it is to hold a certificate/],
  ['a folder', 'one.crt', '.', /is a folder, where a file is wanted; it is to hold its private key/],
])('%s: one sentence says which file is not what', (_name, certFile, keyFile, said) => {
  expect(() => readTls({ certFile: at(certFile), keyFile: at(keyFile) })).toThrow(said)
})
