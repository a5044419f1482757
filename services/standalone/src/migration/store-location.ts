import { existsSync } from 'node:fs'
import { type DataFolder, dataFolder } from '@welfare/process/data-folder.ts'
import { readSecret } from '@welfare/process/distributed-config.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'

/** Where a ledger's events are, or are to be. */
export type StoreLocation =
  | { readonly kind: 'folder'; readonly folder: DataFolder }
  | { readonly kind: 'eventstoredb'; readonly url: string; readonly namespace: string | undefined }

/** What was given names no place. */
export class UnknownStoreLocationError extends ProblemError {
  override readonly name = 'UnknownStoreLocationError'

  constructor(given: string) {
    super('no-such-location', { given: withoutSecret(given) })
  }
}

/**
 * A data folder; `esdb://…[#namespace]`, a cluster; or `@file`, whose only line is one of these, because a URL with user and password is a
 * secret.
 * @throws NoSuchPlaceError
 */
export function parseStoreLocation(text: string): StoreLocation {
  if (text.startsWith('@')) {
    const written = readSecret(text.slice(1))
    if (written === undefined || written.startsWith('@')) throw new UnknownStoreLocationError(text)
    return parseStoreLocation(written)
  }
  if (/^esdb(\+discover)?:\/\//.test(text)) {
    const [url = '', namespace] = text.split('#')
    return { kind: 'eventstoredb', url, namespace: namespace === '' ? undefined : namespace }
  }
  // No process serves its embedded store to others: what would be its address names no place either.
  if (text === '' || text.includes('://') || text.startsWith('unix:')) throw new UnknownStoreLocationError(text)
  return { kind: 'folder', folder: dataFolder(text) }
}

/** For people and logs: without user and password. */
export function describeStoreLocation(place: StoreLocation): string {
  switch (place.kind) {
    case 'folder':
      return place.folder.root
    case 'eventstoredb': {
      const url = withoutSecret(place.url).replace(/\?.*$/, '')
      return place.namespace === undefined ? url : `${url}#${place.namespace}`
    }
  }
}

function withoutSecret(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}

/** What a ledger is beside its events, as far as it is there. Nothing of it is copied along. */
export function listUncopied(folder: DataFolder): readonly { readonly path: string; readonly what: string }[] {
  const parts = [
    { path: folder.keyFile, what: 'keys of persons and of the ledger; without them no name can be read' },
    {
      path: folder.masterKeyFile,
      what: 'the master key that they are wrapped with, and the register of erasures beside it',
    },
    { path: folder.accountsFile, what: 'hashes of passwords, sessions and tokens' },
    { path: folder.transparencyKeyFile, what: "the key that signs the transparency log's checkpoints" },
    { path: folder.transparency, what: 'the checkpoints that were signed, which cannot be made again' },
    { path: folder.demoFile, what: 'where the clock of the demonstration stands' },
  ]
  return parts.filter(({ path }) => existsSync(path))
}
