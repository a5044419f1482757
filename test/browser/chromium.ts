import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { builtPages } from '../../services/portal/src/pages.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = places.find((place) => existsSync(place))

/** Why stories cannot be told here; undefined where they can. */
export const noBrowser: string | undefined =
  executablePath === undefined
    ? 'no chromium is installed'
    : existsSync(builtPages)
      ? undefined
      : 'the pages are not built (npm run pages:build)'

if (noBrowser) process.stdout.write(`Stories in a browser are skipped: ${noBrowser}.\n`)

/** Debian's Chromium, without a window; in a container it has no sandbox of its own. */
export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
  })
}
