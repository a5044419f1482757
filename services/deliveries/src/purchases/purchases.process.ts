import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { defineProcess, type Reaction } from '@welfare/facts/process-manager.ts'
import { purchaseCodec } from '../deliveries.context.ts'
import type { PurchaseCommand } from './purchase.commands.ts'
import { purchaseDecider } from './purchase.decider.ts'

/** The budget's word on what an order needs. */
export const purchaseFundsProcess = defineProcess({
  name: 'purchase-funds',
  on: ['FundsCommitted', 'CommitmentRefused'],
  decider: purchaseDecider,
  codec: purchaseCodec,
  react: toFundsAnswer,
})

function toFundsAnswer(
  { type, data }: EventOf<'FundsCommitted' | 'CommitmentRefused'>,
  source: { readonly stream: string; readonly version: number },
): Reaction<PurchaseCommand>[] {
  const { for: stream, attempt } = data
  if (!stream.startsWith('purchase-')) return []
  if (type === 'CommitmentRefused')
    return [{ stream, command: { type: 'RefuseFunds', attempt, code: data.code, facts: data.facts } }]
  const commitment = `${source.stream}.${source.version}`
  return [{ stream, command: { type: 'ReceiveFunds', commitment, attempt, shares: data.shares } }]
}
