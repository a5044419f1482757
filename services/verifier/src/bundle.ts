import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readChunks } from './file-chunks.ts'
import {
  canonicalText,
  integerIn,
  isObject,
  type JsonObject,
  MisshapenError,
  objectsIn,
  parseJson,
  readText,
  textIn,
  textsIn,
} from './json.ts'
import { type Findings, VerificationRefusedError } from './verdict.ts'

export const BUNDLE_FORMAT = 1
const MANIFEST = 'bundle.json'

/** What a bundle says of itself; nothing is believed before it is checked. */
export interface Manifest {
  readonly ledger: string
  readonly epoch: number
  readonly treeSize: number
  /** Base64. */
  readonly rootHash: string
  readonly postingRulesVersion: number
  readonly exportedAt: string
  /** The log's own keys, newest first. */
  readonly vkeys: readonly string[]
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
}

/** A folder that was exported. */
export interface Bundle {
  readonly manifest: Manifest
  fileOf(path: string): string
  has(path: string): boolean
  /** @throws MisshapenError where it is not there */
  read(path: string): Buffer
  /** Paths of the files of a folder of the bundle. */
  list(folder: string): readonly string[]
}

/** @throws VerificationRefusedError where the folder is no bundle that can be read */
export function openBundle(folder: string, findings: Findings): Bundle {
  const manifest = readManifest(folder, findings)
  const fileOf = (path: string): string => join(folder, path)
  return {
    manifest,
    fileOf,
    has: (path) => existsSync(fileOf(path)),
    read(path) {
      if (!existsSync(fileOf(path))) throw new MisshapenError(`${path} is missing`)
      return readFileSync(fileOf(path))
    },
    list: (path) =>
      existsSync(fileOf(path))
        ? readdirSync(fileOf(path), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
            .sort()
        : [],
  }
}

function readManifest(folder: string, findings: Findings): Manifest {
  const file = join(folder, MANIFEST)
  if (!existsSync(file))
    throw new VerificationRefusedError('bundle-unreadable', `There is no ${MANIFEST} in ${folder}.`)
  try {
    const text = readText(readFileSync(file), MANIFEST)
    const value = parseJson(text, MANIFEST)
    if (!isObject(value)) throw new MisshapenError(`${MANIFEST} is not an object`)
    if (value.format !== BUNDLE_FORMAT)
      throw new VerificationRefusedError('bundle-format-unknown', `The bundle has format ${value.format}.`)
    checkSeal(value, text, findings)
    return toManifest(value)
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error
    throw new VerificationRefusedError('bundle-unreadable', `${MANIFEST} cannot be read: ${error.message}`)
  }
}

/** `seal` is the SHA-256 of the canonical form of all other members: a manifest that was touched shows it. */
function checkSeal(value: JsonObject, text: string, findings: Findings): void {
  findings.examined('files')
  const { seal, ...sealed } = value
  const misfit = (what: string): void => findings.misfit({ check: 'files', where: MANIFEST, what })
  if (`${canonicalText(value)}\n` !== text) misfit('it is not in canonical form (RFC 8785)')
  else if (seal !== sealOf(sealed)) misfit('it was altered: its seal is another')
}

export function sealOf(manifest: JsonObject): string {
  return createHash('sha256').update(canonicalText(manifest)).digest('hex')
}

function toManifest(value: JsonObject): Manifest {
  return {
    ledger: textIn(value, 'ledger'),
    epoch: integerIn(value, 'epoch'),
    treeSize: integerIn(value, 'treeSize'),
    rootHash: textIn(value, 'rootHash'),
    postingRulesVersion: integerIn(value, 'postingRulesVersion'),
    exportedAt: textIn(value, 'exportedAt'),
    vkeys: textsIn(value, 'vkeys'),
    files: objectsIn(value, 'files').map((file) => ({
      path: pathIn(file),
      bytes: integerIn(file, 'bytes'),
      sha256: textIn(file, 'sha256'),
    })),
  }
}

/** Nothing outside of the folder is ever read. */
function pathIn(file: JsonObject): string {
  const path = textIn(file, 'path')
  const isInside = /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').some((part) => /^\.+$/.test(part))
  if (!isInside) throw new MisshapenError(`not a path of a bundle: ${path.slice(0, 80)}`)
  return path
}

/** Every file that the manifest names is there, as long as it says, with its hash. */
export function checkFiles({ manifest, fileOf, has }: Bundle, findings: Findings): void {
  for (const { path, bytes, sha256 } of manifest.files) {
    findings.examined('files')
    const misfit = (what: string): void => findings.misfit({ check: 'files', where: path, what })
    if (!has(path)) {
      misfit('it is missing')
      continue
    }
    const found = digestOf(fileOf(path))
    if (found.bytes !== bytes) misfit(`it has ${found.bytes} bytes, exported were ${bytes}`)
    else if (found.sha256 !== sha256) misfit('it was altered: its SHA-256 is another')
  }
}

function digestOf(file: string): { readonly bytes: number; readonly sha256: string } {
  const digest = createHash('sha256')
  let bytes = 0
  for (const chunk of readChunks(file)) {
    digest.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: digest.digest('hex') }
}
