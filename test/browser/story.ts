import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { everything, type Role, type Scope } from '@welfare/contracts/authority.ts'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { openBrowser } from './chromium.ts'

export const PASSWORD = 'plum rain over the lake'
/** For `expect.poll` on what the page or the ledger comes to. */
export const patience = { timeout: 20_000 } as const
const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } } as const
const seatSizes = { ...sizes, wide: { width: 2560, height: 1440 } } as const

/** A ledger of its own, and people who sit before it. */
export interface Story {
  readonly ledger: TestLedger
  /** An account that can sign in with `PASSWORD`. */
  openAccount(account: string, role: Role, scope?: Scope): Promise<void>
  /**
   * A browser of its own, as one person has it; every request that leaves the origin fails the story at its end.
   * @param options.through where the ledger is reached, where that is a line of the test's own
   */
  sitDown(options?: { readonly size?: keyof typeof seatSizes; readonly through?: string }): Promise<Seat>
  /** @throws AssertionError where a page asked elsewhere, or broke */
  close(): Promise<void>
}

export interface Seat {
  readonly page: Page
  readonly context: BrowserContext
  /** At the desk, as that account. */
  signIn(account: string): Promise<void>
  /** Of what is in sight, for README: taken only by `npm run pages:pictures`. */
  picture(name: string): Promise<void>
  /** axe's serious and critical findings on the page as it stands, at 360 and at 1440 px, and no list to choose from cuts what is chosen; the width is put back. */
  expectAccessible(): Promise<void>
}

/** @param startAt of the ledger's clock, which stands still until it is moved */
export async function beginStory(
  startAt: string,
  {
    browserArgs = [],
    ledger: more,
  }: {
    readonly browserArgs?: readonly string[]
    /** What makes a demonstration of it. */
    readonly ledger?: Parameters<typeof openTestLedger>[1]
  } = {},
): Promise<Story> {
  const ledger = await openTestLedger(startAt, more)
  const browser: Browser = await openBrowser(browserArgs)
  const faults: string[] = []
  return {
    ledger,
    async openAccount(account, role, scope = everything) {
      await ledger.ledger.identity.openAccount({ account, role, scope, password: PASSWORD })
    },
    async sitDown({ size = 'desk', through = ledger.api.url } = {}) {
      const context = await browser.newContext({
        baseURL: through,
        viewport: seatSizes[size],
        locale: 'zh-CN',
        timezoneId: 'America/New_York',
      })
      context.setDefaultTimeout(patience.timeout)
      // The browser's own dialog would take every key from here on.
      await context.addInitScript('window.sheetsPrinted = 0; window.print = () => { window.sheetsPrinted += 1 }')
      const page = await context.newPage()
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        const isInside = protocol === 'data:' || protocol === 'blob:' || origin === through
        if (!isInside) faults.push(`asked elsewhere: ${request.url()}`)
      })
      context.on('weberror', (error) => faults.push(`broke: ${error.error().stack}`))
      context.on('console', (line) => {
        if (line.text().includes('Content Security Policy')) faults.push(line.text())
      })
      return seat(page, context)
    },
    async close() {
      await browser.close()
      await ledger.close()
      expect(faults).toEqual([])
    },
  }
}

const pictures = join(import.meta.dirname, '..', '..', 'services', 'portal', 'pictures')

function seat(page: Page, context: BrowserContext): Seat {
  return {
    page,
    context,
    async signIn(account) {
      await page.goto('/desk')
      await page.getByLabel('账号').fill(account)
      await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
      await page.getByRole('button', { name: '登录' }).click()
      await page.getByRole('button', { name: '退出登录' }).waitFor()
    },
    async picture(name) {
      if (process.env.TAKE_PICTURES) await page.screenshot({ path: join(pictures, `${name}.png`) })
    },
    async expectAccessible() {
      const before = page.viewportSize()
      for (const size of Object.values(sizes)) {
        await page.setViewportSize(size)
        expect(await seriousFindings(page), `at ${size.width} px of ${page.url()}`).toEqual([])
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(overflow, `px that ${page.url()} is wider than ${size.width}`).toBeLessThanOrEqual(0)
        expect(await page.evaluate<string[]>(cutLabels), `cut at ${size.width} px of ${page.url()}`).toEqual([])
      }
      if (before) await page.setViewportSize(before)
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeFinding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** In the page: rules that find nothing serious by their own saying are not walked. */
const lesserRules = `Object.fromEntries(axe._audit.rules
  .filter(({ impact }) => impact === 'moderate' || impact === 'minor')
  .map(({ id }) => [id, { enabled: false }]))`

async function seriousFindings(page: Page): Promise<string[]> {
  // Over the browser's own protocol, which the page's policy does not bind; once a document.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  await page.evaluate(standingStill)
  const found = await page.evaluate<readonly AxeFinding[]>(
    `axe.run({ resultTypes: ["violations"], rules: ${lesserRules} }).then(({ violations }) => violations)`,
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
}

/** In the page: what fades in is paler than it will be; what turns for ever is not waited for. */
const standingStill = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
  .map(({ finished }) => finished))`

/** In the page: what was chosen from a list, or can be, of which not all is read. */
const cutLabels = `[...document.querySelectorAll('.ant-select-content, .ant-select-selection-item-content, .ant-select-item-option-content')]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)`
