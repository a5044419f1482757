import { createHmac } from 'node:crypto'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import type { Payee } from '../directory/merchant.decider.ts'

/** Where a merchant's money goes, as nobody outside of this service sees it. */
export interface PayeeFields {
  /** Digits alone. */
  readonly account: string
  readonly holder: string
  readonly contact?: string | undefined
}

export interface PayeeSecrets {
  /** Makes the merchant's key where there is none. */
  seal(merchant: string, fields: PayeeFields): Pick<Payee, 'lastDigits' | 'sealed' | 'sealedFields' | 'accountHash'>
  /** Undefined where the key was destroyed. */
  open(merchant: string, sealed: string): PayeeFields | undefined
  hashAccount(account: string): string
  hashFile(bytes: Uint8Array): string
}

/** One key for each merchant's payee, of its own name: it can be destroyed like a person's. */
export function createPayeeSecrets(keyStore: KeyStore): PayeeSecrets {
  const hash = (of: string, content: string | Uint8Array) =>
    createHmac('sha256', keyStore.ledgerSecret('input-hash')).update(`${of}\n`).update(content).digest('hex')
  const hashAccount = (account: string) => hash('payee-account', digitsOf(account))
  return {
    seal(merchant, { account, holder, contact }) {
      const key = keyNameOf(merchant)
      const digits = digitsOf(account)
      const fields = { account: digits, holder, ...(contact !== undefined && { contact }) }
      keyStore.createPersonKeys([key])
      return {
        lastDigits: digits.slice(-4),
        sealed: keyStore.encryptFields(key, fields),
        sealedFields: Object.keys(fields).sort(),
        accountHash: hashAccount(digits),
      }
    },
    open(merchant, sealed) {
      const fields = keyStore.decryptFields(keyNameOf(merchant), sealed)
      if (fields === undefined) return undefined
      const { account = '', holder = '', contact } = fields
      return { account, holder, ...(contact !== undefined && { contact }) }
    },
    hashAccount,
    hashFile: (bytes) => hash('payment-file', bytes),
  }
}

/** An account as a bank shows it, whole or masked: every digit that it shows is held against the whole number, the last four at the least. */
export function showsAccount(shown: string, account: string): boolean {
  const [isShown, before = '', last = ''] = /^(?:(\d*)\D+)?(\d{4,})$/.exec(digitsOf(shown)) ?? []
  if (isShown === undefined || before.length + last.length > account.length) return false
  return account.startsWith(before) && account.endsWith(last)
}

export function digitsOf(account: string): string {
  return account.replace(/[\s-]/g, '')
}

function keyNameOf(merchant: string): string {
  return `payee-${merchant.slice('merchant-'.length)}`
}
