import { createActsLookUps } from '@welfare/approvals/proposals.store.ts'
import { type Reach, reachesDivision } from '@welfare/contracts/authority.ts'
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { createAdmissions } from '@welfare/facts/admission.facts.ts'
import { createBudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { createExclusionLookUps } from './issuance/exclusions.store.ts'
import { createRoundMemberLookUps } from './issuance/round-members.store.ts'
import { createCreditLookUps } from './vouchers-copy-credits.store.ts'

export interface ProgrammeFacts {
  readonly division: string
  readonly rules: ProgrammeRules
  readonly rulesVersion: number
  readonly closed: boolean
  /** The day on which it was closed, and the last one on which anything new could happen. */
  readonly closedOn: string | undefined
  readonly lastDay: string | undefined
}
export interface BatchFacts {
  readonly id: string
  readonly programme: string
  readonly round: string
  readonly order: EventOf<'IssuanceOrdered'>['data']
  readonly status: string
  /** How many funds its money comes from: bounds what fits into one event. */
  readonly funds: number
  readonly firstSerial: number | undefined
}
export interface RoundFacts {
  readonly programme: string
  readonly windows: readonly string[]
  readonly size: number
  readonly sealed: boolean
}
export type PricedItem = EventOf<'PriceListPublished'>['data']['items'][number]
export interface RosterEntry {
  readonly ordinal: number
  readonly worker: string
}

export type VouchersCopy = ReturnType<typeof createVouchersCopy>

/** What the service must know to decide: programmes, merchants and prices, rounds; and its own batches, wallets and credits by key. */
export function createVouchersCopy({ prepare, sequence }: Pick<Facts, 'prepare' | 'sequence'>) {
  const admissions = createAdmissions(prepare)
  return {
    sequence,
    ...admissions,
    /** The programme's allocated balance, all funds together. */
    allocatedFen: createBudgetBalances(prepare).allocatedFen,
    ...createLookUps(prepare, admissions.isAdmitted),
    ...createCreditLookUps(prepare),
    ...createRoundMemberLookUps(prepare),
    ...createExclusionLookUps(prepare),
    ...createActsLookUps(prepare, 'vouchers'),
  }
}

function createLookUps(prepare: Prepare, isAdmitted: (programme: string, merchant: string) => boolean) {
  return {
    findProgramme(id: string): ProgrammeFacts | undefined {
      const row = prepare('SELECT division, rules, rules_version, closed_on, last_day FROM programme WHERE id = ?').get(
        id,
      )
      return (
        row && {
          division: String(row.division),
          rules: JSON.parse(String(row.rules)),
          rulesVersion: Number(row.rules_version),
          closed: row.closed_on !== null,
          closedOn: row.closed_on === null ? undefined : String(row.closed_on),
          lastDay: row.last_day === null ? undefined : String(row.last_day),
        }
      )
    },
    /** A merchant reaches the programmes it takes part in, wherever they are. */
    isProgrammeWithin(reach: Reach, programme: string): boolean {
      if (reach.programmes && !reach.programmes.includes(programme)) return false
      if (reach.merchants) return reach.merchants.some((merchant) => isAdmitted(programme, merchant))
      const division = prepare('SELECT division FROM programme WHERE id = ?').get(programme)?.division
      return division !== undefined && reachesDivision(reach, String(division))
    },
    /** The newest price list that is valid on `day` and was published by then. */
    findPriceList(
      merchant: string,
      day: string,
    ): { readonly version: number; readonly items: readonly PricedItem[] } | undefined {
      const row = prepare(
        'SELECT version, items FROM price_list WHERE merchant = ? AND valid_from <= ? AND published_on <= ? ORDER BY valid_from DESC, version DESC LIMIT 1',
      ).get(merchant, day, day)
      return row && { version: Number(row.version), items: JSON.parse(String(row.items)) }
    },
    findRound(id: string): RoundFacts | undefined {
      const row = prepare(
        "SELECT programme, opened ->> 'windows' AS windows, coalesce(size, 0) AS size, sealed FROM round LEFT JOIN round_size ON round = id WHERE id = ?",
      ).get(id)
      return (
        row && {
          programme: String(row.programme),
          windows: JSON.parse(String(row.windows)),
          size: Number(row.size),
          sealed: row.sealed === 1,
        }
      )
    },
    /** Roster entries from `ordinal` on, in the order in which they were frozen. */
    listRoster(round: string, fromOrdinal: number, limit: number): RosterEntry[] {
      return prepare(
        'SELECT ordinal, worker FROM round_entry WHERE round = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?',
      )
        .all(round, fromOrdinal, limit)
        .map((row) => ({ ordinal: Number(row.ordinal), worker: String(row.worker) }))
    },
    ordinalOf: (round: string, worker: string): number =>
      Number(
        prepare('SELECT ordinal FROM round_entry WHERE round = ? AND worker = ?').get(round, worker)?.ordinal ?? -1,
      ),
    findBatch(id: string): BatchFacts | undefined {
      const row = prepare('SELECT * FROM batch WHERE id = ?').get(id)
      return row && toBatch(row)
    },
    listBatches: (
      programme: string,
      after: number,
      limit: number,
    ): { readonly batch: BatchFacts; readonly orderedSequence: number }[] =>
      prepare('SELECT * FROM batch WHERE programme = ? AND ordered_sequence > ? ORDER BY ordered_sequence LIMIT ?')
        .all(programme, after, limit)
        .map((row) => ({ batch: toBatch(row), orderedSequence: Number(row.ordered_sequence) })),
    listRunningBatches: (programme: string): string[] =>
      prepare("SELECT id FROM batch WHERE programme = ? AND status IN ('committed', 'issuing')")
        .all(programme)
        .map((row) => String(row.id)),
    walletOfSerial(serial: number): { readonly wallet: string; readonly programme: string } | undefined {
      const row = prepare('SELECT id, programme FROM voucher JOIN wallet ON id = wallet WHERE voucher.serial = ?').get(
        serial,
      )
      return row && { wallet: String(row.id), programme: String(row.programme) }
    },
    serialOfQr(hash: string): number | undefined {
      const serial = prepare('SELECT serial FROM qr WHERE hash = ?').get(hash)?.serial
      return typeof serial === 'number' ? serial : undefined
    },
    listWallets: (
      programme: string,
      afterSerial: number,
      limit: number,
    ): { readonly wallet: string; readonly worker: string; readonly serial: number; readonly closed: boolean }[] =>
      prepare(
        'SELECT id, worker, serial, max(closed, voided) AS closed FROM wallet WHERE programme = ? AND serial > ? ORDER BY serial LIMIT ?',
      )
        .all(programme, afterSerial, limit)
        .map((row) => ({
          wallet: String(row.id),
          worker: String(row.worker),
          serial: Number(row.serial),
          closed: row.closed === 1,
        })),
    hasWallet: (wallet: string): boolean => prepare('SELECT 1 FROM wallet WHERE id = ?').get(wallet) !== undefined,
    walletOfWorker(
      programme: string,
      worker: string,
    ): { readonly wallet: string; readonly serial: number } | undefined {
      const row = prepare('SELECT id, serial FROM wallet WHERE programme = ? AND worker = ?').get(programme, worker)
      return row && { wallet: String(row.id), serial: Number(row.serial) }
    },
  }
}

function toBatch(row: Record<string, unknown>): BatchFacts {
  return {
    id: String(row.id),
    programme: String(row.programme),
    round: String(row.round),
    order: JSON.parse(String(row.order_data)),
    status: String(row.status),
    funds: Number(row.funds),
    firstSerial: typeof row.first_serial === 'number' ? row.first_serial : undefined,
  }
}
