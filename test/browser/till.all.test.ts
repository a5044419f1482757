import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { openShop, placesToPress, type Shop, showCard } from './shop.ts'
import { beginStory, PASSWORD, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }

describe.skipIf(noBrowser)('a shop becomes a till, on a phone of 360 px', () => {
  let story: Story
  let shop: Shop
  let phone: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    shop = await openShop(story, { windows: [july], rules: { ownSharePerRedemptionFen: 200 } })
    await story.openAccount('boss', 'merchant-owner', { divisions: ['632701'], merchants: [shop.id] })
    phone = await story.sitDown({ size: 'phone' })
  }, 60_000)
  afterAll(() => story.close())

  it('is paired by the address that the QR code holds, which keeps no code', async () => {
    const { page, context } = phone
    await page.goto(await shop.pairing())
    await page.getByRole('heading', { name: '测试餐补饺子馆' }).waitFor()
    expect(page.url()).toBe(`${story.ledger.api.url}/till/`)
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'till', httpOnly: true, sameSite: 'Strict' })
    await phone.expectAccessible()
  })

  it('is led by three hints, out of the way of a card, until they are closed for good', async () => {
    const { page } = phone
    const hints = page.getByRole('region', { name: '第一次使用，先知道三件事' })
    expect(await hints.getByRole('listitem').count()).toBe(3)
    const [entry, below] = await Promise.all([
      page.getByRole('textbox', { name: '卡号' }).boundingBox(),
      hints.boundingBox(),
    ])
    expect(below?.y).toBeGreaterThan((entry?.y ?? 0) + (entry?.height ?? 0))
    await showCard(page, shop.cards[0]?.code ?? '')
    await page.getByRole('heading', { name: '持卡人' }).waitFor()
    expect(await hints.count()).toBe(0)
    await page.getByRole('button', { name: '换一张卡' }).click()
    await hints.getByRole('button', { name: '不再显示这些提示' }).click()
    await page.reload()
    await page.getByRole('textbox', { name: '卡号' }).waitFor()
    expect(await hints.count()).toBe(0)
  })

  it('tells a slip in the code at once, without asking the ledger', async () => {
    const { page } = phone
    const { code = '' } = shop.cards[0] ?? {}
    const slip = `${code.slice(0, 9)}${code.endsWith('7') ? '8' : '7'}`
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await showCard(page, slip)
    await page.getByRole('alert').filter({ hasText: '有一位输错了' }).waitFor()
    expect(asked.filter((url) => url.includes('/v1/vouchers/'))).toEqual([])
  })

  it('first guest: whose card, what it holds; dishes from the list; the amount, and what is left', async () => {
    const { page } = phone
    await showCard(page, shop.cards[0]?.code ?? '')
    await page.getByRole('heading', { name: /持卡人 虚\*\d/ }).waitFor()
    await page.getByText('可用').waitFor()
    await page.getByText('有效期至2025年7月31日（周四），含当天').waitFor()
    expect(await page.locator('.usable').textContent()).toContain('160.00')
    await page.getByRole('button', { name: /加一份.*饺子/ }).click()
    await page.getByRole('button', { name: /加一份.*饺子/ }).click()
    await phone.expectAccessible()
    await page.getByRole('button', { name: '确认核销 18.00 元' }).click()
    const done = page.getByRole('status').filter({ hasText: '核销成功' })
    await done.waitFor()
    const said = await done.textContent()
    expect(said).toContain('18.00')
    expect(said).toContain('请另收现金 2.00 元')
    expect(said).toContain('卡上还剩 142.00 元')
    await done.getByText('今日 1 笔，18.00 元').waitFor()
    await phone.picture('till')
    await phone.expectAccessible()
    expect(await shop.meals()).toMatchObject({ items: [{ amountFen: 1_800 }], total: { meals: 1, amountFen: 1_800 } })
  })

  it('second guest within a second: the field is there; an amount, and a double tap is one meal', async () => {
    const { page } = phone
    const startedAt = performance.now()
    await showCard(page, shop.cards[1]?.code ?? '')
    await page.getByRole('heading', { name: '持卡人' }).waitFor()
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill('23.5')
    await page.getByRole('button', { name: '确认核销 21.50 元' }).dblclick()
    await page.getByRole('status').filter({ hasText: '核销成功' }).waitFor()
    expect((await shop.meals()).total).toMatchObject({ meals: 2, amountFen: 3_950 })
  })

  it('third guest: not enough on the card, so that the guest pays the rest; then nothing is left, in a sentence', async () => {
    const { page } = phone
    const { code = '' } = shop.cards[2] ?? {}
    await showCard(page, code)
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill('200')
    await page.getByText('卡里余额不够，还差 38.00 元').waitFor()
    await page.getByRole('button', { name: '改为职工自付 40.00 元' }).click()
    await page.getByRole('button', { name: '确认核销 160.00 元' }).click()
    await page.getByText('请另收现金 40.00 元').waitFor()
    await showCard(page, code)
    await page.getByText('现在不能核销').waitFor()
    await page.getByText('这张卡的额度已用完（余额0.00元）。本次请自付；下次发放后可再用。').waitFor()
    expect(await page.getByRole('button', { name: /确认核销/ }).count()).toBe(0)
    await phone.expectAccessible()
    await page.getByRole('button', { name: '换一张卡' }).click()
  })

  it('what was tapped by mistake is taken back on the spot', async () => {
    const { page } = phone
    await showCard(page, shop.cards[1]?.code ?? '')
    await page.getByRole('button', { name: /加一份.*饺子/ }).click()
    await page.getByRole('button', { name: '确认核销 8.00 元' }).click()
    await page.getByRole('status').filter({ hasText: '核销成功' }).waitFor()
    await page.getByRole('button', { name: '撤销', exact: true }).click()
    await page.getByLabel('金额输错').check()
    await page.getByRole('button', { name: '确认撤销 8.00 元' }).click()
    await page.getByText('已撤销，8.00 元退回卡里').waitFor()
    await page.getByText('请退还现金 2.00 元').waitFor()
    expect((await shop.meals()).total).toMatchObject({ meals: 3, takenBack: 1, amountFen: 19_950 })
  })

  it('shows the day with its total, and takes a meal back with a reason', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '今日' }).click()
    await page.getByText('3 笔', { exact: true }).waitFor()
    await page.getByText('199.50 元', { exact: true }).waitFor()
    await phone.expectAccessible()
    const undo = page.getByRole('button', { name: '撤销 12:05 的 21.50 元' })
    const places = () => page.evaluate<unknown>(placesToPress(' 21.50 元'))
    await undo.scrollIntoViewIfNeeded()
    let before = await places()
    await undo.click()
    await page.getByLabel('职工没有用餐').check()
    expect(await places(), 'the form moves nothing that can be pressed').toEqual(before)
    await phone.expectAccessible()
    before = await places()
    await page.getByRole('button', { name: '确认撤销 21.50 元' }).click()
    await page.getByText('已撤销，21.50 元退回卡里').waitFor()
    await phone.expectAccessible()
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    await page.getByText('2 笔', { exact: true }).waitFor()
    await page.getByText('已撤销 2 笔', { exact: true }).waitFor()
    expect(await places(), 'nor does its end').toEqual(before)
    await page.getByText(`卡尾号 ${shop.cards[0]?.code.slice(-4)}`).waitFor()
    expect((await shop.meals()).total).toMatchObject({ meals: 2, amountFen: 17_800 })
    await page.getByRole('button', { name: '历史' }).click()
    await page.getByRole('button', { name: /2025年7月25日（周五）.*2 笔.*178\.00 元/ }).click()
    await page.getByRole('heading', { name: '2025年7月25日（周五）的核销' }).waitFor()
    await phone.expectAccessible()
  })

  it('the owner signs in beside it: what is owed, prices, phones; and pairs and revokes one', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByLabel('账号').fill('boss')
    await page.getByLabel('密码').fill('not the password of boss')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').filter({ hasText: 'sign-in-failed' }).waitFor()
    await page.getByLabel('密码').fill(PASSWORD)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('heading', { name: '工会应付' }).waitFor()
    await page.locator('.total').getByText('178.00 元').waitFor()
    await page.getByText('饺子', { exact: true }).waitFor()
    const pairings = '**/v1/merchants/*/pairings'
    await page.route(pairings, async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.getByLabel('新手机叫什么').fill('后橱')
    await page.getByRole('button', { name: '添加收银手机' }).click()
    await page.getByRole('alert').filter({ hasText: '没有连上工会系统' }).waitFor()
    await page.unroute(pairings)
    await page.getByLabel('新手机叫什么').fill('后厨')
    await page.getByRole('button', { name: '添加收银手机' }).click()
    await page.getByRole('img', { name: '扫描二维码' }).waitFor()
    await phone.expectAccessible()
    const code = await page.locator('.pairing .amount').textContent()
    const second = await story.sitDown({ size: 'phone' })
    await second.page.goto('/till/')
    await second.page.getByLabel('绑定码').fill((code ?? '').slice(0, -1))
    await second.page.getByRole('button', { name: '设为收银手机' }).click()
    await second.page.getByText('绑定码还差 1 位').waitFor()
    await second.page.getByLabel('绑定码').fill(code ?? '')
    await second.expectAccessible()
    await second.page.getByRole('button', { name: '设为收银手机' }).click()
    await second.page.getByRole('heading', { name: /测试餐补饺子馆 后厨/ }).waitFor()
    await page.getByRole('status').filter({ hasText: '“后厨”已绑定' }).waitFor()
    await page.getByRole('button', { name: '关闭' }).click()
    await page.getByRole('button', { name: '停用后厨' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await page.getByRole('button', { name: '停用后厨' }).click()
    await phone.expectAccessible()
    await page.getByRole('button', { name: '确认停用后厨' }).click()
    await page.getByText('已停用').waitFor()
    await showCard(second.page, shop.cards[3]?.code ?? '')
    await second.page.getByText('这部手机已不是收银手机').waitFor()
  })

  it('a new phone is looked for until its code is over, and never again before the last look has its answer', async () => {
    const page = await phone.context.newPage()
    await page.clock.install()
    await page.goto('/till/')
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByLabel('新手机叫什么').fill('外卖')
    await page.getByRole('button', { name: '添加收银手机' }).click()
    await page.getByRole('img', { name: '扫描二维码' }).waitFor()
    let looks = 0
    const held = Promise.withResolvers<void>()
    const devices = `/v1/merchants/${shop.id}/devices`
    await page.route(`**${devices}`, async (route) => {
      looks += 1
      await held.promise
      await route.continue()
    })
    const [look] = await Promise.all([page.waitForRequest(`**${devices}`), page.clock.runFor(2_000)])
    await page.clock.runFor(6_000)
    expect(looks).toBe(1)
    held.resolve()
    await look.response()
    await page.clock.fastForward('10:00')
    await page.getByText('绑定码已过期').waitFor()
    expect(await page.getByRole('img', { name: '扫描二维码' }).count()).toBe(0)
    const before = looks
    await page.clock.runFor('01:00')
    expect(looks).toBe(before)
    await page.close()
  })

  it('asks before another pairing code is used, and keeps none', async () => {
    const { page } = phone
    const address = await shop.pairing('备用')
    await page.goto(address)
    const asked = page.getByRole('dialog', { name: '这部手机已是“测试餐补饺子馆”的收银手机' })
    await asked.waitFor()
    await phone.expectAccessible()
    await asked.getByRole('button', { name: '取消' }).click()
    expect(page.url()).toBe(`${story.ledger.api.url}/till/`)
    await page.getByRole('heading', { name: /前台手机/ }).waitFor()
    const { items } = await story.ledger.api.get(`/v1/merchants/${shop.id}/devices`)
    expect(items.map(({ label }: { label: string }) => label)).toEqual(['前台手机', '后厨'])
    await page.getByRole('button', { name: '店主', exact: true }).click()
  })

  it('paired anew to another shop it asks for that one alone', async () => {
    const { page, context } = await story.sitDown({ size: 'phone' })
    await page.goto(await shop.pairing('外卖'))
    await page.getByRole('heading', { name: '测试餐补饺子馆 外卖' }).waitFor()
    const [, other] = shop.merchants
    const { code } = await story.ledger.api.post(`/v1/merchants/${other}/pairings`, { label: '窗口' })
    await page.goto(`/till/#pair=${code}`)
    await page.getByRole('dialog').getByRole('button', { name: '重新绑定' }).click()
    await page.getByRole('heading', { name: '测试餐补面片馆 窗口' }).waitFor()
    const asked: URL[] = []
    page.on('request', (request) => asked.push(new URL(request.url())))
    await showCard(page, shop.cards[3]?.code ?? '')
    await page.getByRole('heading', { name: '持卡人 虚' }).waitFor()
    const lookUps = asked.filter(({ pathname }) => pathname.startsWith('/v1/vouchers/'))
    expect(lookUps.map(({ searchParams }) => searchParams.get('merchant'))).toEqual([other])
    await context.close()
  })

  it('another shop’s owner who signs in at it sees nothing of this shop, is told why, and signs out', async () => {
    const [, other = ''] = shop.merchants
    await story.openAccount('neighbour', 'merchant-owner', { divisions: ['632701'], merchants: [other] })
    const { page, context, expectAccessible } = await story.sitDown({ size: 'phone' })
    await page.goto(await shop.pairing('夜宵'))
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByLabel('账号').fill('neighbour')
    await page.getByLabel('密码').fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText(/账号 neighbour 是另一家商户的店主.*请先退出，再用本店店主账号登录/).waitFor()
    expect(await page.getByRole('heading', { name: /工会应付|收银手机/ }).count()).toBe(0)
    await expectAccessible()
    await page.getByRole('button', { name: '退出账号 neighbour' }).click()
    await page.getByRole('textbox', { name: '账号' }).waitFor()
    await context.close()
  })

  it('revoked while it was off it says what to do, and an old code does not open it again', async () => {
    const { page, context, expectAccessible } = await story.sitDown({ size: 'phone' })
    const { api } = story.ledger
    const devices = `/v1/merchants/${shop.id}/devices`
    const used = await shop.pairing('早点')
    await page.goto(used)
    await page.getByRole('heading', { name: '测试餐补饺子馆 早点' }).waitFor()
    await page.goto('about:blank')
    const labelled = ({ label }: { label: string }) => label === '早点'
    const { id } = (await api.get(devices)).items.find(labelled)
    await api.send({ method: 'DELETE', path: `${devices}/${id}` })
    await page.goto('/till/')
    await page.getByText('这部手机已不是收银手机（已停用）。要继续收银，请重新绑定。').waitFor()
    await page.getByLabel('绑定码').fill(used.split('=')[1] ?? '')
    await page.getByRole('button', { name: '设为收银手机' }).click()
    await page.getByText('没有这个绑定码，或已过期、已使用。请核对绑定码').waitFor()
    await expectAccessible()
    const { code } = await api.post(`/v1/merchants/${shop.id}/pairings`, { label: '早点' })
    await page.getByLabel('绑定码').fill(code)
    await page.getByRole('button', { name: '设为收银手机' }).click()
    await page.getByRole('heading', { name: '测试餐补饺子馆 早点' }).waitFor()
    expect((await api.get(devices)).items.filter(labelled)).toMatchObject([{ id, revoked: true }, { revoked: false }])
    await context.close()
  })

  it('forgets the phone', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '退出账号 boss' }).click()
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByRole('button', { name: '停用本机收银' }).click()
    await page.getByRole('button', { name: '确认停用本机收银' }).click()
    await page.getByRole('heading', { name: '把这部手机设为收银手机' }).waitFor()
    expect(await phone.context.cookies()).toEqual([])
  })

  it('who has an account of the shop needs no pairing; when the session ends the page asks to sign in again', async () => {
    await story.openAccount('cashier', 'merchant-till', { divisions: ['632701'], merchants: [shop.id] })
    const { page, expectAccessible } = await story.sitDown({ size: 'phone' })
    await page.goto('/till/')
    const signIn = async () => {
      await page.getByRole('button', { name: '用账号登录' }).click()
      await page.getByLabel('账号').fill('cashier')
      await page.getByLabel('密码').fill(PASSWORD)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.getByRole('heading', { name: '测试餐补饺子馆' }).waitFor()
    }
    await signIn()
    await showCard(page, shop.cards[1]?.code ?? '')
    await page.getByRole('heading', { name: /虚/ }).waitFor()
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByText('手机、应付金额由店主查看').waitFor()
    await page.getByRole('button', { name: '核销', exact: true }).click()
    story.ledger.clock.advanceTo(new Date('2025-07-25T14:00:00Z'))
    await page.getByRole('button', { name: /加一份.*饺子/ }).click()
    await page.getByRole('button', { name: '确认核销 8.00 元' }).click()
    await page.getByRole('heading', { name: '把这部手机设为收银手机' }).waitFor()
    await expectAccessible()
    await signIn()
    // What was tapped then is confirmed now, once.
    await page.getByRole('status').filter({ hasText: '核销 8.00 元，已记入工会系统' }).waitFor()
    expect((await shop.meals()).items[0]).toMatchObject({ amountFen: 800, keptFen: 800 })
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByRole('button', { name: '退出账号 cashier' }).click()
    await page.waitForURL(`${story.ledger.api.url}/`)
    await page.goto('/till/')
    await page.getByRole('heading', { name: '把这部手机设为收银手机' }).waitFor()
    expect(await page.getByText('已失效').count()).toBe(0)
  })
})
