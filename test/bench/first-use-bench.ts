import { mkdirSync } from 'node:fs'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { Browser } from 'playwright-core'
import { noBrowser, openBrowser } from '../browser/chromium.ts'
import { createApi } from '../harness/api.ts'
import { accountsIn, serve } from '../harness/ledger-process.ts'
import { prepareMeals } from '../harness/meals.ts'
import { toSpread } from './rounds.ts'
import { spreadText } from './table.ts'

/** As Lighthouse counts a slow 4G by the round trip, and as Chromium's own throttling makes one of it by the request; bytes a second. */
const lines = {
  'slow 4G (150 ms a round trip)': { latency: 150, downloadThroughput: 204_800, uploadThroughput: 84_375 },
  'slow 4G (562.5 ms a request)': { latency: 562.5, downloadThroughput: 184_320, uploadThroughput: 84_375 },
}
type Line = (typeof lines)[keyof typeof lines]
const SLOWER_PROCESSOR = 4

/** What a shop waits for when a phone that has nothing of ours opens the code of its pairing, and when it comes back: until a card can be typed. */
export async function benchFirstUse(folder: string, rounds: number): Promise<string> {
  if (noBrowser) return `No bench: ${noBrowser}.`
  mkdirSync(folder)
  const ledger = await serve(folder)
  const browser = await openBrowser()
  try {
    const api = createApi(ledger.url, accountsIn(folder))
    const today = shanghaiDay(new Date())
    const windows = [{ window: 'bench', from: today, until: today, creditFen: 100 }]
    const { merchants } = await prepareMeals(api, { workers: 1, windows, fundsFen: [100] })
    const rows: string[] = []
    for (const [name, line] of Object.entries(lines)) {
      const visits: Visit[] = []
      for (let round = 0; round < rounds; round++) {
        const { code } = await api.post(`/v1/merchants/${merchants[0]}/pairings`, { label: `phone ${round}` })
        visits.push(await visit(browser, line, `${ledger.url}/till/#pair=${code}`))
      }
      rows.push(
        `| ${name} | ${told(visits.map(({ firstMs }) => firstMs))} | ${told(visits.map(({ againMs }) => againMs))} |`,
      )
    }
    const head = '| | first use | opened again |\n| --- | --- | --- |'
    return `Milliseconds, ${rounds} phones on each line, a processor ${SLOWER_PROCESSOR} times slower: median (lowest – highest).\n\n${head}\n${rows.join('\n')}`
  } finally {
    await browser.close()
    await ledger.end('SIGTERM')
  }
}

const told = (valuesMs: readonly number[]): string => spreadText(toSpread(valuesMs), 0)

interface Visit {
  readonly firstMs: number
  readonly againMs: number
}

async function visit(browser: Browser, line: Line, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.emulateNetworkConditions', { offline: false, ...line })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_PROCESSOR })
    const card = page.getByRole('textbox', { name: '卡号' })
    const openMs = async (open: () => Promise<unknown>) => {
      const beganMs = performance.now()
      await open()
      await card.waitFor()
      return performance.now() - beganMs
    }
    const firstMs = await openMs(() => page.goto(address, { waitUntil: 'commit' }))
    return { firstMs, againMs: await openMs(() => page.reload({ waitUntil: 'commit' })) }
  } finally {
    await context.close()
  }
}
