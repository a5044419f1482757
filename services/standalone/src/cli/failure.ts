import type { CommandProblem } from '@welfare/contracts/problem-sentences/catalogue.ts'
import { wordsOfFacts } from '@welfare/contracts/problem-sentences/fact-words.ts'
import { sayProblem } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { CommanderError } from 'commander'
import { withOptions } from './options-of-refusals.ts'

/** What the shell is told. */
export const exitCodes = { ok: 0, refused: 1, usage: 2, integrity: 3 } as const
export type FailureKind = Exclude<keyof typeof exitCodes, 'ok'>

/**
 * Ends a command with a "no" that a person understands and a script can tell from others.
 * @property said what a server said, in the language that it was asked in; without it the catalogue says it
 */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError'
  readonly kind: FailureKind
  readonly code: string
  readonly facts: JsonObject
  readonly said: string | undefined

  constructor(kind: FailureKind, code: string, facts: JsonObject = {}, said?: string) {
    super(said ?? sayProblem(code, facts, 'en'))
    this.kind = kind
    this.code = code
    this.facts = facts
    this.said = said
  }

  say(language: Language): string {
    const sentence = this.said ?? sayProblem(this.code, this.facts, language) ?? this.code
    return withOptions(this.code, sentence, language)
  }
}

export function refused(code: CommandProblem, facts?: JsonObject): CommandFailedError {
  return new CommandFailedError('refused', code, facts)
}

export function misused(code: CommandProblem, facts?: JsonObject): CommandFailedError {
  return new CommandFailedError('usage', code, facts)
}

export function broken(code: CommandProblem, facts?: JsonObject): CommandFailedError {
  return new CommandFailedError('integrity', code, facts)
}

/** Errors of the parts below that are answers to what was asked. By name, so that those parts are loaded only by commands that use them. */
const known: Readonly<Record<string, { readonly kind: FailureKind; readonly code: CommandProblem }>> = {
  BundleRefusedError: { kind: 'refused', code: 'reports-behind' },
  BackupBrokenError: { kind: 'integrity', code: 'backup-broken' },
  ConfigError: { kind: 'usage', code: 'config-invalid' },
  DataFolderInUseError: { kind: 'refused', code: 'data-folder-in-use' },
  PublicWithoutTlsError: { kind: 'usage', code: 'public-without-tls' },
  DemoOnPublicAddressError: { kind: 'usage', code: 'demo-on-public-address' },
  DemoOfAnotherLedgerError: { kind: 'refused', code: 'demo-of-another-ledger' },
  DemoOfAnotherPlanError: { kind: 'refused', code: 'demo-of-another-plan' },
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
  UnknownStoreLocationError: { kind: 'usage', code: 'no-such-location' },
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
  LogKeyWrongError: { kind: 'usage', code: 'log-key-wrong' },
  WitnessKeysWrongError: { kind: 'usage', code: 'witness-keys-wrong' },
  ErasureRegisterBrokenError: { kind: 'integrity', code: 'erasure-register-broken' },
  TreeDivergedError: { kind: 'integrity', code: 'tree-diverged' },
  VerificationRefusedError: { kind: 'refused', code: 'bundle-unreadable' },
  UnknownEventError: { kind: 'integrity', code: 'event-unknown' },
}

/** Undefined for a bug. */
export function failureOf(error: unknown): CommandFailedError | undefined {
  if (error instanceof CommandFailedError) return error
  if (error instanceof CommanderError) return misuseOf(error)
  if (!(error instanceof Error)) return undefined
  if ('code' in error && error.code === 'EADDRINUSE') return refused('port-in-use')
  const found = Object.hasOwn(known, error.name) ? known[error.name] : undefined
  if (found === undefined) return systemFailureOf(error)
  return error instanceof ProblemError
    ? new CommandFailedError(found.kind, error.code, error.facts)
    : new CommandFailedError(found.kind, found.code, { reason: error.message })
}

/** What the system says of a path that somebody named. */
function systemFailureOf(error: Error): CommandFailedError | undefined {
  if (!('code' in error && 'path' in error)) return undefined
  const { code: why, path: file } = error
  if (typeof why !== 'string' || !Object.hasOwn(wordsOfFacts.why ?? {}, why)) return undefined
  return refused('file-unusable', { file: String(file), why })
}

/** What the parser found wrong, as facts: it has words of one language only. */
function misuseOf({ code, message }: CommanderError): CommandFailedError {
  const [, word] = /'([^']+)'/.exec(message) ?? []
  const [, nearest] = /\(Did you mean (?:one of )?([^?]+)\?\)/.exec(message) ?? []
  const [, possible] = /Allowed choices are ([^.]+)\./.exec(message) ?? []
  return misused('command-misused', {
    why: code.replace(/^commander\./, ''),
    ...(word !== undefined && { word }),
    ...(nearest !== undefined && { nearest }),
    ...(possible !== undefined && { possible }),
  })
}
