import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sealOf } from '@welfare/verifier/bundle.ts'
import { canonicalText, type JsonObject } from '@welfare/verifier/json.ts'

type Manifest = JsonObject & {
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
}

/** Makes the manifest of a bundle again, as somebody would who wants to hide what they did to one of its files. */
export function sealAgain(bundle: string, altered: string): void {
  const file = join(bundle, 'bundle.json')
  const { seal: _, ...manifest } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  const content = readFileSync(join(bundle, altered))
  const digest = { path: altered, bytes: content.length, sha256: sha256(content) }
  const files = manifest.files.map((one) => (one.path === altered ? digest : one))
  const sealed = { ...manifest, files }
  writeFileSync(file, `${canonicalText({ ...sealed, seal: sealOf(sealed) })}\n`)
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}
