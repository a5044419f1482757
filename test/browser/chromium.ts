import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { builtPages } from '../../services/portal/src/pages.ts'

const chromiums = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Draws no pages of its own beside ours, and has no camera. */
const windowless = '/usr/bin/chromium-headless-shell'
const whole = chromiums.find((place) => existsSync(place))

/** Why stories cannot be told here; undefined where they can. */
export const noBrowser: string | undefined =
  whole === undefined
    ? 'no chromium is installed'
    : existsSync(builtPages)
      ? undefined
      : 'the pages are not built (npm run pages:build)'

if (noBrowser) process.stdout.write(`Stories in a browser are skipped: ${noBrowser}.\n`)

/**
 * Debian's Chromium, without a window; in a container it has no sandbox of its own.
 * @param args more than every story has: only Chromium as people use it knows them
 */
export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = args.length === 0 && existsSync(windowless) ? windowless : whole
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
  })
}
