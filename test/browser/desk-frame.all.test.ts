import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('the desk’s frame', () => {
  let story: Story
  let seat: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await story.openAccount('administrator', 'administrator')
    await story.openAccount('officer', 'officer')
    seat = await story.sitDown()
  })
  afterAll(() => story.close())

  it('opens at the front door, says what it is and that its date is simulated', async () => {
    const { page } = seat
    await page.goto('/')
    await page.getByRole('heading', { name: '职工服务物资台账' }).waitFor()
    await seat.expectAccessible()
  })

  it('weighs at most 450 KB on the wire from the front door to home', async () => {
    const visitor = await story.sitDown()
    const sizes: Promise<number>[] = []
    visitor.context.on('requestfinished', (request) => {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    })
    await visitor.page.goto('/')
    await visitor.signIn('officer')
    await visitor.page.getByRole('heading', { name: '首页' }).waitFor()
    await visitor.page.waitForLoadState('networkidle')
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(100_000)
    expect(bytes).toBeLessThanOrEqual(450_000)
    await visitor.context.close()
  })

  it('lets the officer in with the password, and says why not with another', async () => {
    const { page } = seat
    await page.goto('/desk')
    await page.getByLabel('账号').fill('officer')
    await page.getByLabel('密码', { exact: true }).fill('a password of somebody else')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('sign-in-failed')
    await seat.expectAccessible()
    await seat.signIn('officer')
    await page.getByRole('heading', { name: '首页' }).waitFor()
    await seat.expectAccessible()
  })

  it('speaks English where that is chosen, and keeps to it', async () => {
    const { page } = seat
    await page.getByText('English').click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.getByText('中文').click()
    await page.getByRole('heading', { name: '首页' }).waitFor()
  })

  it('says that the network is away, and goes on when it is back', async () => {
    const { page, context } = seat
    await context.setOffline(true)
    await page.getByText('网络已断开').waitFor()
    await seat.expectAccessible()
    await context.setOffline(false)
    await page.getByText('网络已断开').waitFor({ state: 'detached' })
  })

  it('signs out to the front door, and the session is over for the ledger too', async () => {
    const { page, context } = seat
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(`${story.ledger.api.url}/`)
    await page.getByRole('link', { name: '登录' }).first().waitFor()
    const { status } = await page.evaluate(async () => ({ status: (await fetch('/v1/session')).status }))
    expect(status).toBe(401)
    expect(await context.cookies()).toEqual([])
  })
})
