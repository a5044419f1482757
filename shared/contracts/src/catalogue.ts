import type { z } from 'zod'
import type { EventData, EventDefinition } from './event-definition.ts'
import { identityEvents } from './events/accounts.ts'
import { actsEvents } from './events/acts.ts'
import { attachmentsEvents } from './events/attachments.ts'
import { bankEvents } from './events/bank.ts'
import { bankStatementsEvents } from './events/bank-statements.ts'
import { consignmentCorrectionsEvents } from './events/consignment-corrections.ts'
import { deliveriesEvents } from './events/deliveries.ts'
import { depotActsEvents } from './events/depot-acts.ts'
import { findingsEvents } from './events/findings.ts'
import { fundsEvents } from './events/funds.ts'
import { purchasesEvents } from './events/goods/purchases.ts'
import { supplierInvoicesEvents } from './events/goods/supplier-invoices.ts'
import { supplierPaymentsEvents } from './events/goods/supplier-payments.ts'
import { payeesEvents } from './events/payees.ts'
import { payersEvents } from './events/payers.ts'
import { paymentsEvents } from './events/payments.ts'
import { peopleEvents } from './events/people.ts'
import { periodsEvents } from './events/periods.ts'
import { programmesEvents } from './events/programmes.ts'
import { proposalsEvents } from './events/proposals.ts'
import { registryEvents } from './events/registry.ts'
import { claimsEvents, statementsEvents } from './events/statements.ts'
import { suspenseEvents } from './events/suspense.ts'
import { vouchersEvents } from './events/vouchers.ts'

/** Every event of the ledger: the only list. */
export const eventCatalogue = {
  ...registryEvents,
  ...peopleEvents,
  ...programmesEvents,
  ...fundsEvents,
  ...vouchersEvents,
  ...proposalsEvents,
  ...deliveriesEvents,
  ...depotActsEvents,
  ...consignmentCorrectionsEvents,
  ...attachmentsEvents,
  ...identityEvents,
  ...actsEvents,
  ...findingsEvents,
  ...statementsEvents,
  ...claimsEvents,
  ...paymentsEvents,
  ...payeesEvents,
  ...bankEvents,
  ...bankStatementsEvents,
  ...suspenseEvents,
  ...payersEvents,
  ...periodsEvents,
  ...purchasesEvents,
  ...supplierInvoicesEvents,
  ...supplierPaymentsEvents,
} satisfies Record<string, EventDefinition>

export type EventType = keyof typeof eventCatalogue
export type DataOf<T extends EventType> = z.infer<(typeof eventCatalogue)[T]['schema']>
/** Events as deciders know them: always the newest version. `EventOf<'FundOpened' | 'DonationReceived'>` is a service's own union. */
export type EventOf<T extends EventType> = { [K in T]: { readonly type: K; readonly data: DataOf<K> } }[T]
export type WelfareEvent = EventOf<EventType>

interface StoredForm {
  readonly type: string
  readonly schemaVersion: number
  readonly data: EventData
}

/**
 * Turns events into their stored form, checked against the schema, and back, lifted to the newest version.
 * @throws UnknownEventError for a type or version that this catalogue does not know: newer than this program, or not ours
 */
export function createEventCodec<Event extends { readonly type: string; readonly data: unknown }>(
  catalogue: Readonly<Record<string, EventDefinition>>,
) {
  const find = (type: string): EventDefinition => {
    const definition = Object.hasOwn(catalogue, type) ? catalogue[type] : undefined
    if (!definition) throw new UnknownEventError(`unknown event type ${type}`)
    return definition
  }
  return {
    encode(event: Event): StoredForm {
      const { schema, schemaVersion } = find(event.type)
      return { type: event.type, schemaVersion, data: schema.parse(event.data) as EventData }
    },
    decode(stored: StoredForm): Event {
      const { schemaVersion, upcasters } = find(stored.type)
      let data = stored.data
      for (let version = stored.schemaVersion; version !== schemaVersion; version += 1) {
        const upcast = upcasters?.[version]
        if (!upcast)
          throw new UnknownEventError(`no way from ${stored.type} version ${stored.schemaVersion} to ${schemaVersion}`)
        data = upcast(data)
      }
      return { type: stored.type, data } as Event
    },
  }
}

export const eventCodec = createEventCodec<WelfareEvent>(eventCatalogue)

/** The same codec for a service that knows only its own events. */
export function codecFor<T extends EventType>(): ReturnType<typeof createEventCodec<EventOf<T>>> {
  return createEventCodec<EventOf<T>>(eventCatalogue)
}

export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError'
}
