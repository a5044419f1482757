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
      browserArgs: [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${video}`,
      ],
    })
    shop = await openShop(story, { windows: [july] })
    phone = await story.sitDown({ size: 'phone' })
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
