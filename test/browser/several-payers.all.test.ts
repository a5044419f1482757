import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstThenUpTo } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop, showCard } from './shop.ts'
import { beginStory, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)(
  'a breakfast that government and union pay, from the template to the rules as sentences',
  () => {
    let story: Story
    let officer: Seat
    const funds: string[] = []

    beforeAll(async () => {
      story = await beginStory('2025-06-02T02:00:00Z')
      await story.openAccount('officer', 'officer')
      for (const name of ['虚构政府兜底资金', '虚构工会早餐资金']) {
        const funder = { name: '虚构出资方', kind: 'union' }
        funds.push((await story.ledger.api.post('/v1/funds', { name, division: '632722', funder })).id)
      }
      officer = await story.sitDown()
      await officer.signIn('officer')
    })
    afterAll(() => story.close())

    it('begins with a worked example, and with the lines of the template', async () => {
      const { page } = officer
      await page.getByRole('menuitem', { name: '项目', exact: true }).click()
      await page.getByRole('button', { name: '新建项目' }).click()
      await page.getByText('举例：一餐 14.00 元，政府资金 3.00、工会资金 2.00、职工 9.00。').waitFor()
      await page.getByText('举例：一餐 14.00 元，工会资金 5.60、职工 8.40。').waitFor()
      await page.getByText('举例：一餐 10.00 元，政府资金 3.00、工会资金 3.00、职工 4.00。').waitFor()
      await page.getByRole('button', { name: '用“爱心早餐·政府兜底”' }).click()
      await page.getByRole('group', { name: '第 3 个承担方', exact: true }).getByText('承担其余全部').waitFor()
    })

    it('says at once what each pays of a meal, by the arithmetic of the till', async () => {
      const { page } = officer
      for (const [index, name] of ['虚构政府兜底资金', '虚构工会早餐资金'].entries()) {
        const payer = page.getByLabel(`第 ${index + 1} 个承担方是谁`)
        await payer.click()
        await payer.pressSequentially(name)
        await page.getByTitle(name, { exact: true }).last().click()
      }
      const example = page.getByRole('region', { name: '举例' })
      const ofUsual = '虚构政府兜底资金 3.00、虚构工会早餐资金 2.00、职工自付 9.00；余额'
      await example.getByText(ofUsual).waitFor()
      await page.getByLabel('第 2 个承担方金额').fill('4')
      await example.getByText('虚构工会早餐资金 1.00、职工自付 10.00').waitFor()
      await page.getByLabel('第 2 个承担方金额').fill('5')
      await example.getByText(ofUsual).waitFor()
      await officer.expectAccessible()
    })

    it('is defined so, and its rules are sentences', async () => {
      const { page } = officer
      await page.reload()
      await page.getByLabel('名称', { exact: true }).fill('杂多爱心早餐')
      const division = page.getByLabel('所属区划')
      await division.click()
      await division.pressSequentially('杂多县')
      await page.getByTitle('青海省玉树藏族自治州杂多县（632722）', { exact: true }).click()
      await page.getByRole('button', { name: '建立项目' }).click()
      await page.getByRole('heading', { name: '杂多爱心早餐' }).waitFor()
      const [defined] = (await story.ledger.api.get('/v1/programmes')).items
      expect(defined.rules.split).toEqual({
        usualPriceFen: 1_400,
        lines: [
          { payer: funds[0], rule: { kind: 'fixed', amountFen: 300 }, onEmpty: 'next' },
          { payer: funds[1], rule: { kind: 'upToInAll', amountFen: 500 } },
          { payer: 'worker', rule: { kind: 'rest' } },
        ],
      })
      await page.getByRole('tab', { name: '规则' }).click()
      await page.getByText('1. 虚构政府兜底资金：固定 3.00 元。资金不足时由下一方承担。').first().waitFor()
      await page.getByText('2. 虚构工会早餐资金：连同前面各方合计到 5.00 元为止。').first().waitFor()
      await officer.expectAccessible()
    })
  },
)

describe.skipIf(noBrowser)('a guest whose meal several pay, at the till', () => {
  let story: Story
  let shop: Shop
  let phone: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 15_000 }
    shop = await openShop(story, { windows: [july], fundsFen: [500_000, 500_000], split: firstThenUpTo('next') })
    phone = await story.sitDown({ size: 'phone' })
  }, 60_000)
  afterAll(() => story.close())

  it('is told what to pay in cash before anything is recorded', async () => {
    const { page } = phone
    await page.goto(await shop.pairing())
    await showCard(page, shop.cards[0]?.code ?? '')
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费').fill('14')
    await page.getByText('职工自付 9.00 元，请另收现金').waitFor()
    await phone.expectAccessible()
    expect((await shop.meals()).total.meals).toBe(0)
    await page.getByRole('button', { name: '确认核销 5.00 元' }).click()
    const done = page.getByRole('status').filter({ hasText: '核销成功' })
    await done.getByText('请另收现金 9.00 元').waitFor()
    expect(await shop.meals()).toMatchObject({ items: [{ amountFen: 500 }], total: { meals: 1, amountFen: 500 } })
  })
})
