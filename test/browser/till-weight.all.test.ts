import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtPages } from '../../services/portal/src/pages.ts'
import { noBrowser } from './chromium.ts'

const MOST_BYTES = 90_000

test.skipIf(noBrowser)('the whole till but the decoder is at most 90 KB of script, compressed', () => {
  const assets = join(builtPages, 'till', 'assets')
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js.gz') && !name.startsWith('decoder-'))
  expect(scripts.length).toBeGreaterThan(0)
  const bytes = scripts.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})
