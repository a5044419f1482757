import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ErasureRegisterBrokenError } from './erasure-register.ts'
import { type KeyStore, openKeyStore, PersonKeyMissingError } from './key-store.store.ts'
import { SealedFieldsAlteredError } from './key-wrap.ts'
import { MasterKeyMissingError, MasterKeyWrongError } from './master-key.ts'

let folder: string
const opened: KeyStore[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-store-'))
})
afterEach(() => {
  for (const store of opened.splice(0)) store.close()
  rmSync(folder, { recursive: true })
})

test('fields come back as they were sealed, also after the store was opened anew', () => {
  const fields = { name: '虚构·甲', identityNumber: '99000019900101001X', phone: '' }
  const store = openStore()
  store.createPersonKeys(['worker-1'])
  const sealed = store.encryptFields('worker-1', fields)
  expect(store.decryptFields('worker-1', sealed)).toEqual(fields)
  closeStore(store)
  expect(openStore().decryptFields('worker-1', sealed)).toEqual(fields)
})

test('the same fields sealed twice look different, URL-safe, and show nothing', () => {
  const store = openStore()
  store.createPersonKeys(['worker-1'])
  const first = store.encryptFields('worker-1', { name: 'Fictional' })
  expect(store.encryptFields('worker-1', { name: 'Fictional' })).not.toBe(first)
  expect(first).toMatch(/^v1(\.[A-Za-z0-9_-]+){3}$/)
  expect(first).not.toContain(Buffer.from('Fictional').toString('base64url').slice(0, 8))
})

test('sealed fields are bound to person, field names, and every bit', () => {
  const store = openStore()
  store.createPersonKeys(['worker-1', 'worker-2'])
  const sealed = store.encryptFields('worker-1', { name: 'A', phone: 'B' })
  const [version, keyId, , ciphertext = ''] = sealed.split('.')
  const renamed = [version, keyId, Buffer.from('phone,name').toString('base64url'), ciphertext].join('.')
  const bytes = Buffer.from(ciphertext, 'base64url')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  const flipped = sealed.slice(0, sealed.lastIndexOf('.') + 1) + bytes.toString('base64url')
  for (const altered of [renamed, flipped, `${sealed}.x`, 'v1', '', sealed.replace('v1', 'v2')]) {
    expect(() => store.decryptFields('worker-1', altered)).toThrow(SealedFieldsAlteredError)
  }
  expect(store.decryptFields('worker-2', sealed)).toBeUndefined()
})

test('a destroyed key is gone for good: a new one does not open what the old one sealed', () => {
  const store = openStore()
  store.createPersonKeys(['worker-1'])
  const sealed = store.encryptFields('worker-1', { name: 'A' })
  expect(store.destroyPersonKeys(['worker-1'])).toBe(1)
  expect(store.destroyPersonKeys(['worker-1'])).toBe(0)
  expect(store.hasPersonKey('worker-1')).toBe(false)
  expect(store.isErased('worker-1')).toBe(true)
  expect(store.decryptFields('worker-1', sealed)).toBeUndefined()
  store.createPersonKeys(['worker-1'])
  expect(store.hasPersonKey('worker-1')).toBe(false)
})

test('no file keeps a trace of destroyed keys, whatever became of the pages they were on', () => {
  const store = openStore()
  const people = Array.from({ length: 2_000 }, (_, index) => `worker-${index}`)
  store.createPersonKeys(people)
  const gone = people.filter((_, index) => index % 7 === 0)
  const keyIds = gone.map((person) => store.encryptFields(person, {}).split('.')[1] ?? '')
  expect(keyIds.filter(filesContain)).toHaveLength(gone.length)
  expect(store.destroyPersonKeys(gone)).toBe(gone.length)
  expect(keyIds.filter(filesContain)).toEqual([])
  expect(store.hasPersonKey('worker-1')).toBe(true)
})

test('a copy of the keys made before an erasure loses the key when it is opened, as long as the register lies beside the master key', () => {
  const store = openStore()
  store.createPersonKeys(['worker-1', 'worker-2'])
  const sealed = ['worker-1', 'worker-2'].map((person) => store.encryptFields(person, { name: person }))
  const backup = join(folder, 'backup.db')
  store.exportForBackup(backup)
  const keyId = sealed[0]?.split('.')[1] ?? ''
  store.destroyPersonKeys(['worker-1'])
  expect(readFileSync(backup).includes(keyId)).toBe(true)
  const restored = openStore({ file: backup })
  expect(restored.decryptFields('worker-1', sealed[0] ?? '')).toBeUndefined()
  expect(restored.decryptFields('worker-2', sealed[1] ?? '')).toEqual({ name: 'worker-2' })
  closeStore(restored)
  expect(filesContain(keyId)).toBe(false)
})

test('a line of the register that a crash cut off counts for nothing and spoils no later one; another text is refused', () => {
  const register = join(folder, 'master.key.erased')
  const store = openStore()
  store.createPersonKeys(['worker-1', 'worker-12', 'worker-3'])
  closeStore(store)
  writeFileSync(register, 'worker-1')
  const reopened = openStore()
  expect(reopened.hasPersonKey('worker-1')).toBe(true)
  reopened.destroyPersonKeys(['worker-3'])
  closeStore(reopened)
  expect(readFileSync(register, 'utf8')).toBe('worker-3\n')
  writeFileSync(register, 'PK\u0003\n')
  expect(() => openStore()).toThrow(ErasureRegisterBrokenError)
})

test('what a crash left to be overwritten is overwritten at the next opening', () => {
  const store = openStore()
  store.createPersonKeys(['worker-1'])
  const keyId = store.encryptFields('worker-1', {}).split('.')[1] ?? ''
  closeStore(store)
  writeFileSync(join(folder, 'master.key.erased'), 'worker-1\n')
  expect(filesContain(keyId)).toBe(true)
  closeStore(openStore())
  expect(filesContain(keyId)).toBe(false)
})

test('without a key nothing is sealed', () => {
  expect(() => openStore().encryptFields('worker-1', { name: 'A' })).toThrow(PersonKeyMissingError)
})

test('500 keys are made in one transaction, and making them again changes none', () => {
  const store = openStore()
  const people = Array.from({ length: 500 }, (_, index) => `worker-${index}`)
  const start = performance.now()
  store.createPersonKeys(people)
  expect(performance.now() - start).toBeLessThan(2_000)
  const sealed = people.map((person) => store.encryptFields(person, { name: person }))
  store.createPersonKeys(people)
  expect(people.map((person, index) => store.decryptFields(person, sealed[index] ?? '')?.name)).toEqual(people)
})

test('ledger secrets are 32 bytes, each its own, and stay', () => {
  const store = openStore()
  const names = ['sign-in', 'voucher-code', 'voucher-qr', 'input-hash'] as const
  const secrets = names.map((name) => Buffer.from(store.ledgerSecret(name)).toString('hex'))
  expect(new Set(secrets).size).toBe(4)
  for (const secret of secrets) expect(secret).toHaveLength(64)
  closeStore(store)
  const again = openStore()
  expect(names.map((name) => Buffer.from(again.ledgerSecret(name)).toString('hex'))).toEqual(secrets)
})

test('a newer key of the identity hash is made once for a command; the older one goes when the rotation is finished, for good', () => {
  const store = openStore()
  const first = store.identityHash.current()
  const backup = join(folder, 'backup.db')
  store.exportForBackup(backup)
  expect([first.version, store.identityHash.isRotationDue()]).toEqual([1, false])
  expect([store.identityHash.begin('rotate-1'), store.identityHash.begin('rotate-1')]).toEqual([2, 2])
  const second = store.identityHash.current()
  expect(second.version).toBe(2)
  expect(second.key).not.toEqual(first.key)
  closeStore(store)
  const again = openStore()
  expect([again.identityHash.isRotationDue(), again.identityHash.current()]).toEqual([true, second])
  again.identityHash.finish()
  expect([again.identityHash.isRotationDue(), again.identityHash.current()]).toEqual([false, second])
  expect(again.identityHash.begin('rotate-1')).toBe(2)

  const restored = openStore({ file: backup })
  const third = restored.identityHash.current()
  expect([third.version, restored.identityHash.isRotationDue()]).toEqual([2, true])
  expect([first.key, second.key]).not.toContainEqual(third.key)
})

test('a missing master key is generated once, for its owner only, and announced', () => {
  const generated: string[] = []
  closeStore(openStore({ onGenerated: (file) => generated.push(file) }))
  closeStore(openStore({ onGenerated: (file) => generated.push(file) }))
  expect(generated).toEqual([join(folder, 'master.key')])
  expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600)
})

test('another master key is told at once, and a lost one is not replaced', () => {
  closeStore(openStore())
  writeFileSync(join(folder, 'master.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`)
  expect(() => openStore()).toThrow(MasterKeyWrongError)
  writeFileSync(join(folder, 'master.key'), 'not a key')
  expect(() => openStore()).toThrow(MasterKeyWrongError)
  rmSync(join(folder, 'master.key'))
  expect(() => openStore()).toThrow(MasterKeyMissingError)
  expect(existsSync(join(folder, 'master.key'))).toBe(false)
})

test('the backup opens with the master key, and only with it', () => {
  const store = openStore()
  store.createPersonKeys(['worker-1'])
  const sealed = store.encryptFields('worker-1', { name: 'A' })
  store.exportForBackup(join(folder, 'backup.db'))
  expect(openStore({ file: join(folder, 'backup.db') }).decryptFields('worker-1', sealed)).toEqual({ name: 'A' })
  const elsewhere = { file: join(folder, 'backup.db'), masterKeyFile: join(folder, 'other.key') }
  writeFileSync(elsewhere.masterKeyFile, Buffer.alloc(32, 7).toString('base64'))
  expect(() => openStore(elsewhere)).toThrow(MasterKeyWrongError)
})

function openStore(
  options: { file?: string; masterKeyFile?: string; onGenerated?: (file: string) => void } = {},
): KeyStore {
  const store = openKeyStore({
    file: join(folder, 'keys.db'),
    masterKeyFile: join(folder, 'master.key'),
    onGenerated: () => {},
    ...options,
  })
  opened.push(store)
  return store
}

function closeStore(store: KeyStore): void {
  store.close()
  opened.splice(opened.indexOf(store), 1)
}

function filesContain(text: string): boolean {
  return readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(text))
}
