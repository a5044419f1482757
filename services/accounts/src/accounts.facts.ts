import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import type { Role, Scope } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createDivisionLookUp, placeFacts } from '@welfare/facts/place.facts.ts'

export interface AccountRow {
  readonly id: string
  readonly account: string
  readonly kind: DataOf<'AccountOpened'>['kind']
  readonly role: Role
  readonly scope: Scope
  readonly isClosed: boolean
  readonly version: number
  /** Sequence of its first event: the order of lists. */
  readonly opened: number
}

export interface TokenRow {
  readonly token: string
  readonly account: string
  readonly label: string
  /** UTC. */
  readonly issuedAt: string
  readonly expiresOn: string | undefined
  readonly isRevoked: boolean
}

export interface LimitRow extends DataOf<'ApprovalLimitSet'> {
  readonly id: string
  readonly version: number
}

/** Accounts, tokens without their secrets, approval limits, which merchants and programmes there are, and whose ledger it is. */
export interface AccountsFacts {
  findAccount(id: string): AccountRow | undefined
  /** In the order of opening, after the account that was opened at the sequence `after`. */
  listAccounts(after: number, limit: number): readonly AccountRow[]
  listDevices(merchant: string): readonly AccountRow[]
  /** Open accounts that administer; the whole ledger or less. */
  listAdministrators(): readonly AccountRow[]
  findToken(token: string): TokenRow | undefined
  listTokens(account: string): readonly TokenRow[]
  /** Division of a merchant or programme; undefined where there is none of that id. */
  findDivision(id: string): string | undefined
  findLimit(division: string): LimitRow | undefined
  listLimits(): readonly LimitRow[]
  /** The union that was registered first; undefined before there is one. */
  findFirstUnion(): DataOf<'UnionRegistered'> | undefined
}

const schema = `
  CREATE TABLE account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL, scope TEXT NOT NULL,
    closed INTEGER NOT NULL, version INTEGER NOT NULL, opened INTEGER NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE device (merchant TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (merchant, account)) STRICT, WITHOUT ROWID;
  CREATE TABLE token (
    token TEXT PRIMARY KEY, account TEXT NOT NULL, label TEXT NOT NULL, issued_at TEXT NOT NULL, expires_on TEXT,
    revoked INTEGER NOT NULL, issued INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE first_union (only INTEGER PRIMARY KEY, name TEXT NOT NULL, division TEXT NOT NULL) STRICT;
  CREATE INDEX token_of_account ON token (account, issued);
`

export const accountsFacts: FactsDeclaration = {
  name: 'accounts',
  version: 2,
  schema,
  needs: [placeFacts, approvalFacts],
  handlers: (prepare) => [createHandlers(prepare)],
}

function createHandlers(prepare: Prepare): EventHandlers {
  const touch = ({ stream, version }: SequencedEvent) =>
    void prepare('UPDATE account SET version = ? WHERE id = ?').run(version, stream)

  return {
    AccountOpened({ account, kind, role, reach: scope }, { stream, version, sequence }) {
      prepare('INSERT INTO account VALUES (?, ?, ?, ?, ?, 0, ?, ?)').run(
        stream,
        account,
        kind,
        role,
        JSON.stringify(scope),
        version,
        sequence,
      )
      if (kind !== 'device') return
      for (const merchant of scope.merchants ?? []) prepare('INSERT INTO device VALUES (?, ?)').run(merchant, stream)
    },
    AuthorityChanged({ role, reach: scope }, source) {
      prepare('UPDATE account SET role = ?, scope = ? WHERE id = ?').run(role, JSON.stringify(scope), source.stream)
      touch(source)
    },
    AccountClosed(_data, source) {
      prepare('UPDATE account SET closed = 1 WHERE id = ?').run(source.stream)
      touch(source)
    },
    PasswordChanged: (_data, source) => touch(source),
    TokenIssued({ token, label, expiresOn }, source) {
      prepare('INSERT INTO token VALUES (?, ?, ?, ?, ?, 0, ?)').run(
        token,
        source.stream,
        label,
        source.recordedAt,
        expiresOn ?? null,
        source.sequence,
      )
      touch(source)
    },
    TokenRevoked({ token }, source) {
      prepare('UPDATE token SET revoked = 1 WHERE token = ?').run(token)
      touch(source)
    },
    UnionRegistered: ({ name, division }) =>
      void prepare('INSERT OR IGNORE INTO first_union VALUES (1, ?, ?)').run(name, division),
  }
}

export function createAccountsFacts(prepare: Prepare): AccountsFacts {
  return {
    findAccount(id) {
      const row = prepare('SELECT * FROM account WHERE id = ?').get(id)
      return row && accountOf(row)
    },
    listAccounts: (after, limit) =>
      prepare('SELECT * FROM account WHERE opened > ? ORDER BY opened LIMIT ?').all(after, limit).map(accountOf),
    listDevices: (merchant) =>
      prepare(`SELECT account.* FROM device JOIN account ON account.id = device.account
        WHERE device.merchant = ? ORDER BY account.opened`)
        .all(merchant)
        .map(accountOf),
    listAdministrators: () =>
      prepare("SELECT * FROM account WHERE role = 'administrator' AND closed = 0").all().map(accountOf),
    findToken(token) {
      const row = prepare('SELECT * FROM token WHERE token = ?').get(token)
      return row && tokenOf(row)
    },
    listTokens: (account) => prepare('SELECT * FROM token WHERE account = ? ORDER BY issued').all(account).map(tokenOf),
    findDivision: createDivisionLookUp(prepare),
    findLimit(division) {
      const row = prepare('SELECT * FROM approval_limit WHERE division = ?').get(division)
      return row && limitOf(row)
    },
    listLimits: () => prepare('SELECT * FROM approval_limit ORDER BY division').all().map(limitOf),
    findFirstUnion() {
      const row = prepare('SELECT name, division FROM first_union').get()
      return row && { name: String(row.name), division: String(row.division) }
    },
  }
}

type Row = Readonly<Record<string, unknown>>

function accountOf(row: Row): AccountRow {
  return {
    id: String(row.id),
    account: String(row.name),
    kind: row.kind as AccountRow['kind'],
    role: row.role as Role,
    scope: JSON.parse(String(row.scope)),
    isClosed: row.closed === 1,
    version: Number(row.version),
    opened: Number(row.opened),
  }
}

function tokenOf(row: Row): TokenRow {
  return {
    token: String(row.token),
    account: String(row.account),
    label: String(row.label),
    issuedAt: String(row.issued_at),
    expiresOn: row.expires_on === null ? undefined : String(row.expires_on),
    isRevoked: row.revoked === 1,
  }
}

function limitOf(row: Row): LimitRow {
  const said = JSON.parse(String(row.said)) as DataOf<'ApprovalLimitSet'>
  return { id: String(row.id), ...said, version: Number(row.version) }
}
