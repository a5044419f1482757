import type { JsonObject } from '@welfare/decider/decider.ts'

/** What the shell is told. */
export const exitCodes = { ok: 0, refused: 1, usage: 2, integrity: 3 } as const
export type FailureKind = Exclude<keyof typeof exitCodes, 'ok'>

/** Ends a command with a "no" that a person understands and a script can tell from others. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError'
  readonly kind: FailureKind
  readonly code: string
  readonly facts: JsonObject

  constructor(kind: FailureKind, code: string, message: string, facts: JsonObject = {}) {
    super(message)
    this.kind = kind
    this.code = code
    this.facts = facts
  }
}

export function refused(code: string, message: string, facts?: JsonObject): CommandFailedError {
  return new CommandFailedError('refused', code, message, facts)
}

export function misused(code: string, message: string, facts?: JsonObject): CommandFailedError {
  return new CommandFailedError('usage', code, message, facts)
}

export function broken(code: string, message: string, facts?: JsonObject): CommandFailedError {
  return new CommandFailedError('integrity', code, message, facts)
}

/** Errors of the parts below that are answers to what was asked. By name, so that those parts are loaded only by commands that use them. */
const known: Readonly<Record<string, { readonly kind: FailureKind; readonly code: string }>> = {
  BackupBrokenError: { kind: 'integrity', code: 'backup-broken' },
  ConfigError: { kind: 'usage', code: 'config-invalid' },
  DataFolderInUseError: { kind: 'refused', code: 'data-folder-in-use' },
  PublicWithoutTlsError: { kind: 'usage', code: 'public-without-tls' },
  DemoOnPublicAddressError: { kind: 'usage', code: 'demo-on-public-address' },
  NotADemoError: { kind: 'refused', code: 'not-a-demo' },
  TlsFilesUnusableError: { kind: 'usage', code: 'tls-files-unusable' },
  FileUnusableError: { kind: 'usage', code: 'file-unusable' },
  StoreLockedError: { kind: 'refused', code: 'ledger-locked' },
  TargetInUseError: { kind: 'refused', code: 'target-in-use' },
  MasterKeyMissingError: { kind: 'refused', code: 'master-key-missing' },
  MasterKeyWrongError: { kind: 'refused', code: 'master-key-wrong' },
  NotALedgerError: { kind: 'integrity', code: 'not-a-ledger' },
  EpochNotBegunError: { kind: 'refused', code: 'epoch-not-begun' },
  WrongLedgerError: { kind: 'integrity', code: 'wrong-ledger' },
  NoSuchPlaceError: { kind: 'usage', code: 'no-such-place' },
  NoLedgerError: { kind: 'refused', code: 'no-ledger' },
  NothingToCopyError: { kind: 'refused', code: 'nothing-to-copy' },
  TargetAheadError: { kind: 'refused', code: 'target-ahead' },
  NotThisReplicaError: { kind: 'refused', code: 'target-in-use' },
  StoreUnavailableError: { kind: 'refused', code: 'store-unavailable' },
  TransportError: { kind: 'refused', code: 'store-unavailable' },
  UnsupportedServerError: { kind: 'refused', code: 'store-unsupported' },
  LedgerChangedError: { kind: 'refused', code: 'ledger-changed' },
  ImportDivergedError: { kind: 'integrity', code: 'target-differs' },
  LedgersDifferError: { kind: 'integrity', code: 'copy-differs' },
  EventsMissingError: { kind: 'integrity', code: 'events-missing' },
  UnknownEventError: { kind: 'integrity', code: 'event-unknown' },
}

/** Undefined for a bug. */
export function failureOf(error: unknown): CommandFailedError | undefined {
  if (error instanceof CommandFailedError) return error
  if (!(error instanceof Error)) return undefined
  if ('code' in error && error.code === 'EADDRINUSE') {
    return refused('port-in-use', 'The port is in use: set PORT to another one, or to 0 for any that is free.')
  }
  const system = systemFailureOf(error)
  if (system) return system
  const found = Object.hasOwn(known, error.name) ? known[error.name] : undefined
  return found && new CommandFailedError(found.kind, found.code, error.message)
}

const systemWords: Readonly<Record<string, string>> = {
  EISDIR: 'is a folder, where a file is wanted',
  ENOTDIR: 'is a file, where a folder is wanted',
  ENOENT: 'is not there',
  EACCES: 'may not be read or written by this user',
  EPERM: 'may not be changed by this user',
  EROFS: 'lies on a disk that cannot be written',
  ENOSPC: 'cannot be written: the disk is full',
}

/** What the system says of a path that somebody named. */
function systemFailureOf(error: Error): CommandFailedError | undefined {
  if (!('code' in error && 'path' in error)) return undefined
  const words = systemWords[String(error.code)]
  return words === undefined ? undefined : refused('file-unusable', `${String(error.path)} ${words}.`)
}
