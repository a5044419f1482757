import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { renderSVG } from 'uqr'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../harness/test-ledger.ts'
import { noBrowser } from './chromium.ts'
import { writeQrVideo } from './qr-video.ts'
import { openShop, type Shop, showCard } from './shop.ts'
import { beginStory, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }

describe.skipIf(noBrowser)('a card is read', () => {
  const folder = temporaryFolder('welfare-camera-')
  const video = join(folder, 'card.y4m')
  let story: Story
  let shop: Shop
  let phone: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z', {
      browserArgs: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`],
    })
    shop = await openShop(story, { windows: [july] })
    phone = await story.sitDown({ size: 'phone' })
    await phone.context.grantPermissions(['camera'])
    await phone.page.goto(await shop.pairing())
    await phone.page.getByRole('textbox', { name: '卡号' }).waitFor()
  }, 60_000)
  afterAll(async () => {
    await story.close()
    rmSync(folder, { recursive: true })
  })

  const addressOf = (card: number) => `${story.ledger.api.url}/till/#card=${shop.cards[card]?.qr}`

  it('by the camera, whose decoder comes from this origin and only when it is wanted', async () => {
    const { page } = phone
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(request.url()))
    writeQrVideo(video, addressOf(0))
    expect(fetched.filter((url) => url.endsWith('.wasm'))).toEqual([])
    await page.getByRole('button', { name: '扫码' }).click()
    await page.getByRole('heading', { name: '持卡人' }).waitFor()
    expect(fetched.filter((url) => url.endsWith('.wasm'))).toHaveLength(1)
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill('9')
    await page.getByRole('button', { name: '确认核销 9.00 元' }).click()
    await page.getByRole('status').filter({ hasText: '核销成功' }).waitFor()
    const { items } = await shop.meals()
    expect(items).toMatchObject([{ amountFen: 900, id: expect.stringContaining(`${shop.cards[0]?.wallet}.`) }])
  })

  it('without a permission for the camera the code is typed, to pair as to redeem, and the page says why', async () => {
    const { page, context, expectAccessible } = await story.sitDown({ size: 'phone' })
    const { code } = await story.ledger.api.post(`/v1/merchants/${shop.id}/pairings`, { label: '新手机' })
    await page.goto('/till/')
    await page.getByRole('button', { name: '扫描二维码' }).click()
    await page.getByRole('alert').filter({ hasText: '浏览器没有得到摄像头权限。请在设置中允许' }).waitFor()
    await page.getByLabel('绑定码').fill(code)
    await page.getByRole('button', { name: '设为收银手机' }).click()
    await page.getByRole('button', { name: '扫码' }).click()
    const told = page
      .getByRole('alert')
      .filter({ hasText: '没有得到摄像头权限。请在设置中允许本网站使用摄像头，或拍照、输入卡号。' })
    await told.waitFor()
    expect(await page.getByRole('region', { name: '摄像头' }).count()).toBe(0)
    await expectAccessible()
    await showCard(page, shop.cards[1]?.code ?? '')
    await page.getByRole('heading', { name: '持卡人' }).waitFor()
    expect(await told.count()).toBe(0)
    await context.close()
  })

  it('by the camera, which goes on past a code that is something else', async () => {
    const { page, context } = await story.sitDown({ size: 'phone' })
    await context.grantPermissions(['camera'])
    await page.goto('/till/')
    writeQrVideo(video, addressOf(1))
    await page.getByLabel('绑定码').fill('AAAAAAAA')
    await page.getByRole('button', { name: '设为收银手机' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: '扫描二维码' }).click()
    const other = page.getByRole('alert').filter({ hasText: '这不是收银手机的绑定二维码' })
    await other.waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
    await page.getByRole('button', { name: '不扫了' }).click()
    expect(await other.count()).toBe(0)
    await page.getByRole('button', { name: '扫描二维码' }).click()
    await other.waitFor()
    writeQrVideo(video, `${story.ledger.api.url}${await shop.pairing('新手机')}`)
    await page.getByRole('button', { name: '扫码' }).click()
    await page.getByRole('alert').filter({ hasText: '这不是餐补卡的二维码' }).waitFor()
    writeQrVideo(video, addressOf(1))
    await page.getByRole('heading', { name: '持卡人' }).waitFor()
    await context.close()
  })

  it('by an address that another app has scanned, of which nothing stays behind', async () => {
    const { page } = phone
    await page.goto(addressOf(1))
    await page.getByRole('heading', { name: '持卡人' }).waitFor()
    expect(page.url()).toBe(`${story.ledger.api.url}/till/`)
    await page.getByRole('button', { name: '换一张卡' }).click()
  })

  it('without HTTPS by a photo or typed, and the page says why there is no camera', async () => {
    const plain = await story.sitDown({ size: 'phone' })
    await plain.page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false })")
    await plain.page.goto(await shop.pairing('旧手机'))
    await plain.page.getByText('本页没有使用加密连接（HTTPS），浏览器不开放摄像头').waitFor()
    expect(await plain.page.getByRole('button', { name: '扫码' }).count()).toBe(0)
    await plain.expectAccessible()
    const photo = await phone.context.newPage()
    await photo.setContent(`<body style="margin:0;background:#8a8">${renderSVG(addressOf(2), { border: 4 })}</body>`)
    const buffer = await photo.screenshot({ type: 'jpeg' })
    await photo.close()
    await plain.page.getByLabel('拍照识别').setInputFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer })
    await plain.page.getByRole('heading', { name: '持卡人' }).waitFor()
    await plain.page.getByRole('button', { name: '换一张卡' }).click()
    await showCard(plain.page, shop.cards[3]?.code ?? '')
    await plain.page.getByRole('heading', { name: '持卡人' }).waitFor()
  })

  it('a picture without a code is told in a sentence', async () => {
    const { page } = phone
    const buffer = await page.screenshot({ type: 'jpeg' })
    await page.getByLabel('拍照识别').setInputFiles({ name: 'wall.jpg', mimeType: 'image/jpeg', buffer })
    await page.getByRole('alert').filter({ hasText: '照片里没有找到二维码' }).waitFor()
  })
})
