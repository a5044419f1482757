import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { hashInputs } from './inputs-hash.ts'

const portal = join(import.meta.dirname, '..')
const root = join(portal, '..', '..')
const dist = join(portal, 'dist')
const unfinished = `${dist}.unfinished`
const builtFrom = 'built-from.txt'

/**
 * Builds the desk, the till and the public pages into `dist`, compressed ahead, unless what lies there was built from the same inputs.
 * Where sources or build tools are absent (a production install), it does nothing and says so.
 */
async function buildPages(): Promise<string> {
  if (!existsSync(join(portal, 'pages', 'desk', 'index.html')))
    return 'The pages are not built: their sources are not here.'
  const vite = await import('vite').catch(unlessAbsent)
  if (!vite)
    return 'The pages are not built: the build tools are not installed (devDependencies). `npm run pages:pack` makes them elsewhere.'
  const hash = hashInputs(root)
  if (existsSync(join(dist, builtFrom)) && readFileSync(join(dist, builtFrom), 'utf8') === hash)
    return 'The pages are built already.'
  const startedAtMs = performance.now()
  rmSync(unfinished, { recursive: true, force: true })
  const { deskConfig, publicConfig, tillConfig, verifierConfig } = await import('./vite-configs.ts')
  // The till's lie in a folder of their own: its service worker may hold no more than that.
  await vite.build(deskConfig(portal, unfinished))
  await vite.build(verifierConfig(portal, unfinished))
  await vite.build(tillConfig(portal, unfinished))
  await vite.build(publicConfig(portal, unfinished))
  compressAhead()
  writeFileSync(join(unfinished, builtFrom), hash)
  // A build that fails leaves what was built before.
  rmSync(dist, { recursive: true, force: true })
  renameSync(unfinished, dist)
  return `The pages are built, in ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s.`
}

function unlessAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined
  throw error
}

function compressAhead(): void {
  for (const name of globSync('**/*.{html,js,css,svg,json,webmanifest,wasm}', { cwd: unfinished })) {
    const file = join(unfinished, name)
    const bytes = readFileSync(file)
    if (bytes.length < 1_000) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

process.stdout.write(`${await buildPages()}\n`)
