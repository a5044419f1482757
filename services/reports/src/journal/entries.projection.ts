import { isProcess } from '@welfare/contracts/authority.ts'
import type { EventType } from '@welfare/contracts/catalogue.ts'
import type { Directory } from '../findings/directory.store.ts'
import type { People } from '../people/people.store.ts'
import { createDivisions } from '../read-model/divisions.ts'
import type { Projected, Projection } from '../read-model/projection.ts'
import { documentKindOf } from './document-kinds.ts'
import type { Authorship, Entries } from './entries.store.ts'

interface Dependencies {
  readonly entries: Entries
  readonly directory: Pick<Directory, 'find'>
  readonly people: Pick<People, 'findRedemption'>
}

/**
 * Document numbers (业务单据号): every event with legs takes the next number, from 1, of its series, in the order of the ledger, so that numbers are
 * continuous whatever was entered late. The series is
 * - division: of the first programme that the event's legs name; else of the first fund; else depot; else site; else consignment (its programme's,
 *   else its site's): as known when the event was recorded, and `000000` where the ledger does not say
 * - year: of the accounting date
 * - kind: `documentKinds` by type of event
 *
 * Who answers: the maker acted in the event at the root of the causes, or made the proposal that this root decides on; the
 * checker decided on it.
 */
export function createEntriesProjection({ entries, directory, people }: Dependencies): Projection {
  const places = createDivisions(directory)

  function authorshipOf({ recorded, event, sequence }: Projected): Authorship {
    const { actor, causationId } = recorded.metadata
    if (isProcess(actor)) {
      const cause = typeof causationId === 'string' ? entries.causeOf(causationId) : undefined
      return cause ?? { maker: sequence, checker: null }
    }
    const proposal = 'proposal' in event.data ? event.data.proposal : undefined
    const proposed = proposal === undefined ? undefined : entries.partAt(proposal)
    return proposed === undefined ? { maker: sequence, checker: null } : { maker: proposed, checker: sequence }
  }

  function reversedBy({ event }: Projected): number | undefined {
    if (event.type === 'RedemptionReversed') return people.findRedemption(event.data).sequence
    if (event.type === 'DonationRefunded') return entries.partAt(event.data.donation)
    if (event.type === 'DirectPaymentReduced') return entries.partAt(event.data.grant)
    return 'corrects' in event.data && event.data.corrects !== undefined
      ? entries.partAt(event.data.corrects)
      : undefined
  }

  return {
    project(projected) {
      const { recorded, event, sequence, date, legs } = projected
      const authorship = authorshipOf(projected)
      if (!endsHere.has(event.type)) entries.rememberCause(recorded.id, authorship)
      if (referredTo.has(event.type)) entries.rememberPart(`${recorded.stream}.${recorded.version}`, sequence)
      if (legs.length === 0) {
        if (countedWithoutLegs.has(event.type)) entries.addCounted(sequence, event.type)
        return
      }
      if (corrected.has(event.type)) entries.rememberPart(`${recorded.stream}.${recorded.version}`, sequence)
      const division = places.divisionOf(legs, sequence)
      const series = { division, year: date.slice(0, 4), kind: documentKindOf(event.type, recorded.schemaVersion) }
      entries.add(sequence, { series, eventType: event.type, ...authorship })
      const reversed = reversedBy(projected)
      if (reversed !== undefined) entries.addReversal(reversed, sequence)
    },
    flush: () => entries.flush(),
    forget() {
      entries.forget()
      places.forget()
    },
  }
}

/** Nothing is caused by these, and of these there are most: that they happened is not kept for those who come after. */
const endsHere: ReadonlySet<EventType> = new Set<EventType>([
  'MealRedeemed',
  'CreditReceived',
  'WalletOpened',
  'WorkerRegistered',
  'WorkerChanged',
  'IdentityReserved',
])

/** What plans who and which site is to be reached. */
const countedWithoutLegs: ReadonlySet<EventType> = new Set<EventType>(['RosterFrozen', 'SiteListFrozen'])

/** What later entries name by `<stream>.<version>`. */
const referredTo: ReadonlySet<EventType> = new Set<EventType>([
  'DonationReceived',
  'DirectPaymentGranted',
  'AllocationProposed',
  'IssuanceProposed',
])

/** What red entries name so; a count without a difference, or a receipt of nothing, has no document that could be told. */
const corrected: ReadonlySet<EventType> = new Set<EventType>([
  'DonationRefunded',
  'FundsAllocated',
  'AllocationReturned',
  'GoodsReceived',
  'KitsPacked',
  'GoodsWrittenOff',
  'StockCounted',
  'CountLossConfirmed',
  'GoodsTransferred',
  'TransferReceived',
  'GoodsDispatched',
  'ConsignmentReceived',
  'ConsignmentReturned',
  'GoodsHandedOut',
  'SiteGoodsLost',
  'SiteGoodsReturned',
])
