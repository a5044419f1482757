import type { CheckpointArchive, LogKeyRow } from './checkpoints.store.ts'
import { generateLogKey, readLogKeys, writeLogKeys } from './log-keys.ts'
import {
  formatNote,
  formatVerifierKey,
  type NoteSigner,
  noteSigner,
  parseNote,
  type VerifierKey,
} from './tree/signed-note.ts'

/** Signs for one log with every key that the file holds, and keeps the list of keys that ever did. */
export interface LogSigner {
  readonly origin: string
  /** Newest first. */
  readonly keys: readonly VerifierKey[]
  sign(text: string): string
  /** Whether a note has a line of each key. */
  hasAllLines(note: string): boolean
  /**
   * A new key; the one before says so in a statement that it signs, and goes on signing too until the next rotation, unless `retire`.
   * The same command again changes nothing.
   * @returns the new verifier key
   */
  rotate(options: Rotation): string
}

export interface Rotation {
  readonly commandId: string
  /** The key before signs nothing but the statement: somebody else may have it. */
  readonly retire: boolean
}

/** For a tree that only stamps reports: its checkpoints are remembered, to go on from and to compare with, and are nobody's word. */
export function createUnsignedSigner(origin: string): LogSigner {
  return {
    origin,
    keys: [],
    sign: (text) => text,
    hasAllLines: () => true,
    rotate() {
      throw new Error(`the tree of ${origin} has no signing key here`)
    },
  }
}

export interface LogSignerOptions {
  readonly origin: string
  readonly keyFile: string
  readonly archive: CheckpointArchive
}

/** @throws LogKeyWrongError */
export function openLogSigner({ origin, keyFile, archive }: LogSignerOptions): LogSigner {
  let signers = signersOf()
  recordNewest()
  return {
    origin,
    get keys() {
      return signers.map(({ key }) => key)
    },
    sign: (text) => formatNote({ text, signatures: signers.map((signer) => signer.sign(text)) }),
    hasAllLines(note) {
      const lines = parseNote(note)?.signatures ?? []
      return signers.every(({ key }) => lines.some(({ name, keyId }) => name === key.name && keyId === key.keyId))
    },
    rotate({ commandId, retire }) {
      const done = archive.keys().find((key) => key.commandId === commandId)
      if (done) return done.verifierKey
      const [before] = readLogKeys(keyFile)
      const made = generateLogKey()
      const next = noteSigner(origin, made)
      // The file first: a crash before the statement is made good at the next start.
      writeLogKeys(keyFile, [made, before])
      recordKey(next.key, noteSigner(origin, before), commandId)
      if (retire) writeLogKeys(keyFile, [made])
      signers = signersOf()
      return formatVerifierKey(next.key)
    },
  }

  function signersOf(): NoteSigner[] {
    return readLogKeys(keyFile).map((key) => noteSigner(origin, key))
  }

  /** A key that came otherwise than by rotation: the first one, one of a new epoch, one that somebody put into the file. */
  function recordNewest(): void {
    const [newest] = signers
    const known = archive.keys()
    if (!newest || known.some(({ verifierKey }) => verifierKey === formatVerifierKey(newest.key))) return
    recordKey(newest.key, predecessorOf(known))
  }

  /** The signer of before, where its key is still at hand: under its old name, when the epoch has changed. */
  function predecessorOf([latest]: readonly LogKeyRow[]): NoteSigner | undefined {
    const [, name = '', , encoded = ''] = /^(.+)\+(.{8})\+(.+)$/.exec(latest?.verifierKey ?? '') ?? []
    const candidates = name === '' ? [] : readLogKeys(keyFile).map((key) => noteSigner(name, key))
    return candidates.find(({ key }) => formatVerifierKey(key).endsWith(encoded))
  }

  function recordKey(key: VerifierKey, before: NoteSigner | undefined, commandId?: string): void {
    const verifierKey = formatVerifierKey(key)
    const text = `${before?.key.name}\nnext key\n${verifierKey}\n`
    const statement = before && formatNote({ text, signatures: [before.sign(text)] })
    archive.addKey({ verifierKey, statement, commandId })
  }
}
