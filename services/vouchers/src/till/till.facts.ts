import { type Scope, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import { admissionFacts, createAdmissions } from '@welfare/facts/admission.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { factsLimits } from '@welfare/process/limits.ts'
import { looksLikeQrToken, type VoucherCodes } from './voucher-code.ts'

/** What a card opens, and what the merchants' price lists say. */
export const tillFacts: FactsDeclaration = {
  name: 'till',
  version: 1,
  schema: `
    CREATE TABLE price_list (merchant TEXT, version INTEGER, valid_from TEXT NOT NULL, published_on TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (merchant, version)) WITHOUT ROWID;
    CREATE TABLE wallet (id TEXT PRIMARY KEY, programme TEXT NOT NULL, worker TEXT NOT NULL, serial INTEGER NOT NULL, voided INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE INDEX wallet_programme ON wallet (programme, serial);
    CREATE INDEX wallet_worker ON wallet (programme, worker);
    CREATE INDEX wallet_of_worker ON wallet (worker);
    CREATE TABLE voucher (serial INTEGER PRIMARY KEY, wallet TEXT NOT NULL);
    CREATE TABLE qr (hash TEXT PRIMARY KEY, serial INTEGER NOT NULL) WITHOUT ROWID;
  `,
  needs: [programmeFacts, admissionFacts],
  handlers: (prepare) => [createHandlers(prepare)],
}

function createHandlers(prepare: Prepare): EventHandlers {
  const insertVoucher = (serial: number, qrHash: string, wallet: string) => {
    prepare('INSERT INTO voucher VALUES (?, ?)').run(serial, wallet)
    prepare('INSERT INTO qr VALUES (?, ?)').run(qrHash, serial)
  }
  const setVoided = (wallet: string, voided: 0 | 1) => {
    prepare('UPDATE wallet SET voided = ? WHERE id = ?').run(voided, wallet)
  }
  return {
    PriceListPublished: ({ priceListVersion, validFrom, items }, source) => {
      const publishedOn = accountingDateOf(source)
      const insert = prepare('INSERT INTO price_list VALUES (?, ?, ?, ?, ?)')
      insert.run(source.stream, priceListVersion, validFrom, publishedOn, JSON.stringify(items))
    },
    WalletOpened: ({ programme, worker, serial, qrHash }, { stream }) => {
      const insert = prepare('INSERT INTO wallet (id, programme, worker, serial) VALUES (?, ?, ?, ?)')
      insert.run(stream, programme, worker, serial)
      insertVoucher(serial, qrHash, stream)
    },
    WalletClosed: (_, { stream }) => {
      prepare('UPDATE wallet SET closed = 1 WHERE id = ?').run(stream)
    },
    VoucherVoided: (_, { stream }) => setVoided(stream, 1),
    VoucherRestored: (_, { stream }) => setVoided(stream, 0),
    VoucherReplaced: ({ serial, qrHash }, { stream }) => {
      prepare('UPDATE wallet SET serial = ?, voided = 0 WHERE id = ?').run(serial, stream)
      insertVoucher(serial, qrHash, stream)
    },
  }
}

export interface ProgrammeFacts {
  readonly division: string
  readonly rules: ProgrammeRules
  readonly rulesVersion: number
  readonly closed: boolean
  /** The day on which it was closed, and the last one on which anything new could happen. */
  readonly closedOn: string | undefined
  readonly lastDay: string | undefined
}

export type PricedItem = EventOf<'PriceListPublished'>['data']['items'][number]

export interface PriceList {
  readonly version: number
  readonly items: readonly PricedItem[]
}

export interface FoundVoucher {
  readonly serial: number
  readonly wallet: string
  readonly programme: string
}

/** A till's look-ups come with every meal: from memory. */
export function createTillLookUps(facts: Pick<Facts, 'prepare' | 'remember'>) {
  const { prepare, remember } = facts
  const { isAdmitted, wasAdmitted } = createAdmissions(facts)
  const findProgramme = remember(programmeFacts, (id: string): ProgrammeFacts | undefined => {
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
  })
  return {
    isAdmitted,
    wasAdmitted,
    findProgramme,
    /** A merchant reaches the programmes it takes part in, wherever they are. */
    isProgrammeWithin(scope: Scope, programme: string): boolean {
      if (scope.programmes && !scope.programmes.includes(programme)) return false
      if (scope.merchants) return scope.merchants.some((merchant) => isAdmitted(programme, merchant))
      const division = findProgramme(programme)?.division
      return division !== undefined && scopeHoldsDivision(scope, division)
    },
    /** The newest price list that is valid on `day` and was published by then. */
    findPriceList: remember(tillFacts, (merchant: string, day: string): PriceList | undefined => {
      const row = prepare(
        'SELECT version, items FROM price_list WHERE merchant = ? AND valid_from <= ? AND published_on <= ? ORDER BY valid_from DESC, version DESC LIMIT 1',
      ).get(merchant, day, day)
      return row && { version: Number(row.version), items: JSON.parse(String(row.items)) }
    }),
    /** Of the card that opens it now. */
    serialOfWallet: (wallet: string): number | undefined => {
      const serial = prepare('SELECT serial FROM wallet WHERE id = ?').get(wallet)?.serial
      return serial === undefined ? undefined : Number(serial)
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
    walletsOfWorker: (
      worker: string,
    ): { readonly wallet: string; readonly programme: string; readonly serial: number }[] =>
      prepare('SELECT id, programme, serial FROM wallet WHERE worker = ? ORDER BY serial')
        .all(worker)
        .map((row) => ({ wallet: String(row.id), programme: String(row.programme), serial: Number(row.serial) })),
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

/** The wallet that a shown code or QR token opens; `undefined` where it is not one of ours. */
export function createVoucherLookUp(
  { prepare, remember }: Pick<Facts, 'prepare' | 'remember'>,
  codes: VoucherCodes,
): (shown: string) => FoundVoucher | undefined {
  const serialOfQr = (token: string) =>
    prepare('SELECT serial FROM qr WHERE hash = ?').get(codes.qrHashOf(token))?.serial
  return remember(
    tillFacts,
    (shown: string) => {
      const serial = looksLikeQrToken(shown) ? serialOfQr(shown) : codes.serialOf(shown)
      if (typeof serial !== 'number') return undefined
      const row = prepare('SELECT id, programme FROM voucher JOIN wallet ON id = wallet WHERE voucher.serial = ?').get(
        serial,
      )
      return row && { serial, wallet: String(row.id), programme: String(row.programme) }
    },
    factsLimits.rememberedCards,
  )
}
