import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { RegistryContext } from '../registry.context.ts'
import { createPayeeSecrets } from './payee-secrets.ts'
import { findMapping, type PaymentLine, writePaymentFile } from './payment-mapping.ts'

type PaymentFile = DataOf<'PaymentFileWritten'>

/** The file itself is kept nowhere: it is made again of what was recorded, the same bytes, as long as it may be taken. */
export function createPaymentFileBytes({ facts, keyStore }: Pick<RegistryContext, 'facts' | 'keyStore'>) {
  const secrets = createPayeeSecrets(keyStore)

  /** Undefined where a payee was erased. */
  function write({ mapping, payments }: Pick<PaymentFile, 'mapping' | 'payments'>): Buffer | undefined {
    const lines = payments.flatMap(({ payment, reference, totalFen, payee: { version } }): PaymentLine[] => {
      const merchant = facts.findPayment(payment)?.merchant ?? ''
      const payee = facts.listPayees(merchant).find((known) => known.version === version)
      const fields = payee && secrets.open(merchant, payee.sealed)
      if (!payee || !fields) return []
      const { account, holder } = fields
      return [{ reference, holder, account, bank: payee.bank, totalFen }]
    })
    return lines.length === payments.length ? writePaymentFile(findMapping(mapping), lines) : undefined
  }

  return { write, hashOf: (bytes: Buffer) => secrets.hashFile(bytes) }
}
