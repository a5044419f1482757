import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { hashInputs } from './inputs-hash.ts'

const portal = join(import.meta.dirname, '..')
const root = join(portal, '..', '..')
const dist = join(portal, 'dist')
const builtFrom = join(dist, 'built-from.txt')

/**
 * Builds the desk and the till into `dist`, compressed ahead, unless what lies there was built from the same inputs.
 * Where sources or build tools are absent (a production install), it does nothing and says so.
 */
async function buildPages(): Promise<string> {
  if (!existsSync(join(portal, 'pages', 'desk', 'index.html')))
    return 'The pages are not built: their sources are not here.'
  const vite = await import('vite').catch(() => undefined)
  if (!vite)
    return 'The pages are not built: the build tools are not installed (devDependencies). `npm run pages:pack` makes them elsewhere.'
  const hash = hashInputs(root)
  if (existsSync(builtFrom) && readFileSync(builtFrom, 'utf8') === hash) return 'The pages are built already.'
  const startedAtMs = performance.now()
  rmSync(dist, { recursive: true, force: true })
  const { deskConfig, tillConfig, verifierConfig } = await import('./vite-configs.ts')
  // The till's lie in a folder of their own: its service worker may hold no more than that.
  await vite.build(deskConfig(portal))
  await vite.build(verifierConfig(portal))
  await vite.build(tillConfig(portal))
  compressAhead()
  writeFileSync(builtFrom, hash)
  return `The pages are built, in ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s.`
}

function compressAhead(): void {
  for (const name of globSync('**/*.{html,js,css,svg,json,webmanifest,wasm}', { cwd: dist })) {
    const file = join(dist, name)
    const bytes = readFileSync(file)
    if (bytes.length < 1_000) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

process.stdout.write(`${await buildPages()}\n`)
