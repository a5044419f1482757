import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, PASSWORD, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('a session that ends over a form', () => {
  let story: Story
  let officer: Seat
  let fund: string
  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    // Without one the front door is the set-up's.
    await story.openAccount('administrator', 'administrator')
    await story.openAccount('officer', 'officer')
    await story.openAccount('other-officer', 'officer')
    const funder = { name: '虚构市总工会', kind: 'union' }
    fund = (await story.ledger.api.post('/v1/funds', { name: '爱心餐专项', division: '632701', funder })).id
    officer = await story.sitDown()
    await officer.signIn('officer')
  })
  afterAll(() => story.close())

  const openForm = async () => {
    await officer.page.goto(`/desk/funds/${fund}`)
    await officer.page.getByRole('button', { name: '登记捐赠' }).click()
    return officer.page.getByRole('dialog', { name: '登记捐赠' })
  }

  const endSession = async ({ page }: Seat) => {
    const ended = await page.evaluate(async () => {
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const { status } = await fetch('/v1/session', { method: 'DELETE', headers })
      return status
    })
    expect(ended).toBe(204)
  }

  const signInBeside = async (account: string) => {
    const beside = await officer.context.newPage()
    await beside.goto('/desk')
    await beside.getByLabel('账号').fill(account)
    await beside.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await beside.getByRole('button', { name: '登录' }).click()
    await beside.getByRole('button', { name: '退出登录' }).waitFor()
    return beside
  }

  const keptOn = (page: Seat['page']) => page.evaluate<string>('JSON.stringify(localStorage)')

  it('is begun again once, above the form, and what was typed is sent once', async () => {
    const { page } = officer
    const form = await openForm()
    await form.getByLabel('票据号', { exact: true }).fill('1')
    await form.getByLabel('捐赠单位', { exact: true }).fill('虚构市总工会')
    await form.getByLabel('金额', { exact: true }).fill('100')
    await form.getByText('0.00 → 100.00').first().waitFor()
    await endSession(officer)
    await form.getByRole('button', { name: '登记捐赠' }).click()
    const again = page.getByRole('dialog', { name: '登录工作台' })
    await again.getByLabel('密码', { exact: true }).fill('not the password at all')
    await again.getByRole('button', { name: '登录' }).click()
    await again.getByText('sign-in-failed').waitFor()
    await again.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await again.getByRole('button', { name: '登录' }).click()
    await again.waitFor({ state: 'hidden' })
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await page.getByText('捐赠已登记').waitFor()
    expect(await again.isVisible()).toBe(false)
    expect((await story.ledger.api.get(`/v1/funds/${fund}/donations`)).items).toHaveLength(1)
  }, 90_000)

  it('leaves nothing of what was typed to the account that signs in beside it', async () => {
    const { page } = officer
    const form = await openForm()
    await form.getByLabel('捐赠单位', { exact: true }).fill('只给经办人看的草稿')
    await endSession(officer)
    await signInBeside('other-officer')
    await page.getByText('other-officer').waitFor()
    await page.getByRole('button', { name: '登记捐赠' }).click()
    expect(await page.getByRole('dialog').getByLabel('捐赠单位', { exact: true }).inputValue()).toBe('虚构市总工会')
    expect(await keptOn(page)).not.toContain('只给经办人看的草稿')
  }, 90_000)

  it('and is signed out of on one page, is left for the front door on every page', async () => {
    const { page } = officer
    const form = await openForm()
    await form.getByLabel('捐赠单位', { exact: true }).fill('退出后不再有的草稿')
    const beside = await officer.context.newPage()
    await beside.goto('/desk/funds')
    await beside.getByRole('button', { name: '退出登录' }).click()
    for (const left of [beside, page]) {
      await left.waitForURL(`${story.ledger.api.url}/`)
      await left.getByRole('link', { name: '登录' }).first().waitFor()
    }
    expect(await keptOn(page)).not.toContain('退出后不再有的草稿')
  }, 90_000)

  it('may be left for the front door instead of being begun again', async () => {
    const { page } = officer
    await signInBeside('officer')
    await page.goto('/desk/funds')
    await page.getByRole('link', { name: '爱心餐专项' }).waitFor()
    await endSession(officer)
    await page.getByRole('menuitem', { name: '名册' }).click()
    const again = page.getByRole('dialog', { name: '登录工作台' })
    await again.getByRole('button', { name: '退出，并清除已填写的内容' }).click()
    await page.waitForURL(`${story.ledger.api.url}/`)
    await again.waitFor({ state: 'hidden' })
  }, 90_000)
})
