import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('a donation whose answer is lost', () => {
  let story: Story
  let officer: Seat
  let fund: string
  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await story.openAccount('officer', 'officer')
    const funder = { name: '虚构市总工会', kind: 'union' }
    fund = (await story.ledger.api.post('/v1/funds', { name: '爱心餐专项', division: '632701', funder })).id
    officer = await story.sitDown()
    await officer.signIn('officer')
  })
  afterAll(() => story.close())

  it('is recorded once, also when the page is loaded again and the form is sent again', async () => {
    const { page, context } = officer
    const path = `/v1/funds/${fund}/donations`
    const keys = new Set<string | undefined>()
    await context.route(`**${path}`, async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      keys.add(route.request().headers()['idempotency-key'])
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.goto(`/desk/funds/${fund}`)
    await page.getByRole('button', { name: '登记捐赠' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('票据号', { exact: true }).fill('1')
    await form.getByLabel('捐赠单位', { exact: true }).fill('虚构市总工会')
    await form.getByLabel('金额', { exact: true }).fill('100')
    await form.getByText('0.00 → 100.00').first().waitFor()
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await form.getByText('没有收到账本的答复').waitFor()
    expect(keys.size).toBe(1)

    await context.unroute(`**${path}`)
    await page.reload()
    await page.getByRole('button', { name: '登记捐赠' }).click()
    const again = page.getByRole('dialog')
    await again.getByText('可能已经入账').waitFor()
    await again.getByRole('button', { name: '登记捐赠' }).click()
    await page.getByText('捐赠已登记').waitFor()
    const { items } = await story.ledger.api.get(path)
    expect(items).toHaveLength(1)
  }, 90_000)
})
