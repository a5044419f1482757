import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { type DataOf, type EventType, eventCatalogue, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { postingKey, postings } from '@welfare/contracts/postings.ts'
import canonicalize from 'canonicalize'

/** What the writer of a bundle does, from the specifications and the ledger's own contracts, sharing nothing with the verifier. */
export const ledger = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
export const origin = `welfare-ledger/${ledger}/1`

export interface SampleEvent {
  readonly ledger: string
  readonly sequence: number
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly type: EventType
  readonly schemaVersion: number
  readonly recordedAt: string
  readonly data: object
  readonly metadata: Said & Readonly<Record<string, unknown>>
}

export function uuid(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

interface Said {
  readonly accountingDate?: string
  readonly actor?: string
  readonly approval?: { readonly proposal: string; readonly approvedBy: string }
  readonly document?: { readonly kind: string; readonly number: string }
}

/** A history in the making; data are checked against the contracts. */
export function createHistory() {
  const events: SampleEvent[] = []
  const versions = new Map<string, number>()
  return {
    events,
    add<T extends EventType>(
      stream: string,
      type: T,
      data: DataOf<T>,
      { accountingDate = '2025-06-01', actor = 'officer/li', ...more }: Said = {},
    ): string {
      const version = (versions.get(stream) ?? 0) + 1
      versions.set(stream, version)
      const sequence = events.length + 1
      const { schema, schemaVersion } = eventCatalogue[type]
      events.push({
        ledger,
        sequence,
        stream,
        version,
        id: uuid(1_000_000 + sequence),
        type,
        schemaVersion,
        recordedAt: new Date(Date.UTC(2025, 5, 1) + sequence * 1_000).toISOString(),
        data: schema.parse(data) as object,
        metadata: {
          commandId: 'c',
          inputHash: '00',
          actor,
          occurredAt: '2025-06-01T00:00:00.000Z',
          accountingDate,
          ...more,
        },
      })
      return `${stream}.${version}`
    },
  }
}

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** RFC 9162, 2.1.1, as it is written there. */
export function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha256()
  if (leaves.length === 1) return sha256(Uint8Array.of(0), only)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

export interface TestKey {
  readonly vkey: string
  /** A signature line under a note. */
  signatureOf(text: string): string
}

export function createNoteKey(name = origin): TestKey {
  return testKey(name, 1, (text, key) => sign(null, Buffer.from(text), key))
}

export function createWitnessKey(name: string, timestampS = 1_750_000_000): TestKey {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(timestampS))
  return testKey(name, 4, (text, key) =>
    Buffer.concat([time, sign(null, Buffer.from(`cosignature/v1\ntime ${timestampS}\n${text}`), key)]),
  )
}

function testKey(name: string, type: number, signText: (text: string, key: KeyObject) => Buffer): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const material = Buffer.concat([Uint8Array.of(type), raw])
  const keyId = sha256(`${name}\n`, material).subarray(0, 4)
  return {
    vkey: `${name}+${keyId.toString('hex')}+${material.toString('base64')}`,
    signatureOf: (text) => `— ${name} ${Buffer.concat([keyId, signText(text, privateKey)]).toString('base64')}\n`,
  }
}

export function checkpointText(leaves: readonly Uint8Array[], name = origin): string {
  return `${name}\n${leaves.length}\n${naiveRoot(leaves).toString('base64')}\n`
}

export interface BundlePlan {
  readonly events: readonly SampleEvent[]
  readonly key: TestKey
  readonly witnesses?: readonly TestKey[]
  /** Sizes of checkpoints that were kept. */
  readonly earlier?: readonly number[]
  readonly reports?: Readonly<Record<string, object>>
  readonly postingRulesVersion?: number
}

/** Writes a bundle into a new folder. @returns the folder */
export function writeBundle(plan: BundlePlan): string {
  const folder = mkdtempSync(join(tmpdir(), 'welfare-bundle-'))
  const leaves = plan.events.map((event) => Buffer.from(canonicalize(event) ?? ''))
  const signed = (count: number): string => {
    const text = checkpointText(leaves.slice(0, count))
    return `${text}\n${[plan.key, ...(plan.witnesses ?? [])].map((key) => key.signatureOf(text)).join('')}`
  }
  const files = new Map<string, Uint8Array | string>([
    ['checkpoint', signed(leaves.length)],
    ...(plan.earlier ?? []).map((size) => [`checkpoints/${size}`, signed(size)] as const),
    ...tileFiles(leaves),
    ['journal.csv', journalOf(plan.events)],
    ...Object.entries(plan.reports ?? {}).map(
      ([name, report]) => [`reports/${name}.json`, `${JSON.stringify(report)}\n`] as const,
    ),
  ])
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  sealBundle(folder, [...files.keys()], {
    postingRulesVersion: plan.postingRulesVersion ?? 2,
    treeSize: leaves.length,
    rootHash: naiveRoot(leaves).toString('base64'),
    vkeys: [plan.key.vkey],
  })
  return folder
}

/** Makes the manifest again over what lies in the folder, as somebody would who wants to hide what they did. */
export function sealBundle(folder: string, paths: readonly string[], manifest: object): void {
  const files = paths.map((path) => {
    const content = readFileSync(join(folder, path))
    return { path, bytes: content.length, sha256: sha256(content).toString('hex') }
  })
  const exportedAt = '2025-12-01T00:00:00.000Z'
  const unsealed = { format: 1, ledger, epoch: 1, sequence: 0, exportedAt, ...manifest, files }
  const seal = sha256(canonicalize(unsealed) ?? '').toString('hex')
  writeFileSync(join(folder, 'bundle.json'), `${canonicalize({ ...unsealed, seal })}\n`)
}

function tileFiles(leaves: readonly Uint8Array[]): [string, Uint8Array][] {
  const files: [string, Uint8Array][] = []
  for (let level = 0, span = 1; Math.floor(leaves.length / span) > 0; level += 1, span *= 256) {
    const hashes = Array.from({ length: Math.floor(leaves.length / span) }, (_, index) =>
      naiveRoot(leaves.slice(index * span, (index + 1) * span)),
    )
    for (let at = 0; at < hashes.length; at += 256)
      files.push([pathOf(`tile/${level}`, at, hashes.length), Buffer.concat(hashes.slice(at, at + 256))])
  }
  for (let at = 0; at < leaves.length; at += 256) {
    const entries = leaves.slice(at, at + 256).flatMap((leaf) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(leaf.length)
      return [length, leaf]
    })
    files.push([pathOf('tile/entries', at, leaves.length), Buffer.concat(entries)])
  }
  return files
}

function pathOf(folder: string, at: number, count: number): string {
  const width = Math.min(256, count - at)
  return `${folder}/${String(at / 256).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`
}

const dimensions = ['fund', 'programme', 'batch', 'merchant', 'depot', 'consignment', 'site', 'lot'] as const

/** As `/v1/journal.csv` has it. */
export function journalOf(events: readonly SampleEvent[]): string {
  const balances = new Map<string, number>()
  const numbers = new Map<string, number>()
  const rows = events.flatMap((event) => {
    const legs = postings({ type: event.type, data: event.data } as WelfareEvent, event.stream)
    const head = legs.length === 0 ? [] : headOf(event, numbers)
    return legs.map((leg, ordinal) => {
      const balance = (balances.get(postingKey(leg)) ?? 0) + leg.amount
      balances.set(postingKey(leg), balance)
      const { normalSide } = postingAccounts[leg.account]
      return [
        ...[event.sequence, ordinal, leg.book, leg.account, leg.commodity],
        ...[...dimensions.map((name) => leg[name] ?? ''), leg.amount, balance],
        ...[normalSide === 'debit' ? balance : 0 - balance, normalSide],
        ...['accountingDate' in event.metadata ? event.metadata.accountingDate : '', event.recordedAt],
        ...[event.type, event.id, event.stream, event.version, ...head, leg.bankAccount ?? '', leg.payer ?? ''],
      ].join(',')
    })
  })
  const header = [
    ...['sequence', 'ordinal', 'book', 'account', 'commodity', ...dimensions, 'amount', 'balanceSigned', 'balance'],
    ...['normalSide', 'accountingDate', 'recordedAt', 'eventType', 'eventId', 'stream', 'version'],
    ...[
      'document',
      'maker',
      'checker',
      'poster',
      'receiptType',
      'receiptNumber',
      'receiptDate',
      'attachments',
      'bankAccount',
      'payer',
    ],
  ]
  return [header.join(','), ...rows].map((row) => `${row}\r\n`).join('')
}

const kinds: Readonly<Partial<Record<EventType, string>>> = {
  DonationReceived: 'SK',
  IncomeReceived: 'SK',
  UnidentifiedReceived: 'SK',
  FundsAllocated: 'BK',
  FundsCommitted: 'FF',
  CreditsIssued: 'FF',
  MealRedeemed: 'HX',
  RedemptionReversed: 'CH',
  IncomeReversed: 'CH',
  BankChargeReversed: 'CH',
  UnidentifiedReversed: 'CH',
  SettlementPaid: 'ZF',
  BankChargePaid: 'ZF',
  PaymentReturned: 'ZF',
  SupplierPaid: 'ZF',
  SupplierPaymentReturned: 'ZF',
  MerchantRepaid: 'ZF',
  LineDisputed: 'JS',
  DisputeEnded: 'JS',
  ClaimSettled: 'JS',
  ClaimWrittenOff: 'JS',
  ClaimRecovered: 'ZF',
  PayableWaived: 'JS',
  DirectPaymentGranted: 'ED',
  DirectPaymentReduced: 'ED',
  BankBalanceAssigned: 'ZZ',
  TransferSent: 'ZZ',
  ReceiptIdentified: 'ZZ',
  IdentificationEnded: 'ZZ',
  TransferArrived: 'ZZ',
  TransferCameBack: 'ZZ',
}

/** For funds of 632701, a programme that was never defined, and the year 2025. */
function headOf({ type, data, metadata }: SampleEvent, numbers: Map<string, number>): (string | number)[] {
  const kind = kinds[type] ?? ''
  const number = (numbers.get(kind) ?? 0) + 1
  numbers.set(kind, number)
  const { actor = 'officer/li', approval, document } = metadata
  const head = [`632701-2025-${kind}-${number}`, actor, approval?.approvedBy ?? '', 'ledger']
  if ('receiptNumber' in data && 'receivedOn' in data)
    return [...head, 'donation-receipt', String(data.receiptNumber), String(data.receivedOn), '']
  if ('noticeNumber' in data && 'grantedOn' in data)
    return [...head, 'quota-notice', String(data.noticeNumber), String(data.grantedOn), '']
  if ('deviceId' in data && 'deviceSequence' in data && 'redeemedOn' in data)
    return [...head, 'till-slip', `${data.deviceId}/${data.deviceSequence}`, String(data.redeemedOn), '']
  return [...head, document?.kind ?? '', document?.number ?? '', '', '']
}
