import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('an approver on a phone', () => {
  let story: Story
  let seat: Seat
  let fund: string
  let programme: string
  const propose = (amountFen: number) =>
    story.ledger.api.post(`/v1/funds/${fund}/allocations`, { programme, amountFen }, { actor: 'officer/desk-1' })
  const budget = async () => {
    const { total } = await story.ledger.api.get('/v1/budget')
    return total.balances
  }

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('approver', 'approver')
    const limits = { limits: { allocation: { perAct: 500_000 } } }
    const limit = {
      method: 'PUT',
      path: '/v1/approval-limits/000000',
      body: limits,
      actor: 'administrator/chief',
    } as const
    expect((await api.send(limit)).status).toBe(200)
    const named = { name: '爱心餐专项', division: '632701', funder: { name: '玉树市总工会', kind: 'union' } }
    fund = (await api.post('/v1/funds', named)).id
    const donation = { receiptNumber: '1', donor: { kind: 'organisation', name: '虚构集团' }, amountFen: 3_000_000 }
    await api.post(`/v1/funds/${fund}/donations`, donation)
    const rules = {
      windows: [{ window: 'year', name: '全年', from: '2025-01-01', until: '2025-12-31', creditFen: 20_000 }],
    }
    const defined = { name: '环卫工人餐补', kind: 'festival-meal', division: '632701', year: 2025, rules }
    programme = (await api.post('/v1/programmes', defined)).id
    await propose(600_000)
    story.ledger.clock.advanceTo(new Date('2025-07-25T03:00:00Z'))
    await propose(800_000)
    seat = await story.sitDown({ size: 'phone' })
    await seat.signIn('approver')
  })
  afterAll(() => story.close())

  it('finds what waits, oldest first, with the sum, the maker and what it does to the money', async () => {
    const { page } = seat
    await page.goto('/desk/approvals')
    const cards = page.getByRole('article', { name: '资金安排' })
    await expect.poll(() => cards.count(), patience).toBe(2)
    const oldest = cards.first()
    await oldest.getByText('6,000.00').first().waitFor()
    for (const said of ['爱心餐专项', '环卫工人餐补', 'desk-1', '超过单笔审批限额 5,000.00 元'])
      await oldest.getByText(said).first().waitFor()
    const moves = oldest.getByRole('list', { name: '资金变化' }).getByRole('listitem')
    await moves.filter({ hasText: '爱心餐专项' }).first().waitFor()
    const last = page.getByRole('radiogroup', { name: '事项状态' }).getByText('已撤回')
    expect((await last.boundingBox())?.x).toBeLessThan(300)
    await moves.filter({ hasText: '可安排' }).getByText('22,000.00 → 16,000.00').waitFor()
    await moves.filter({ hasText: '已安排' }).getByText('+6,000.00').waitFor()
    await seat.expectAccessible()
  })

  it('does not refuse without saying why, and keeps what was typed over a reload', async () => {
    const { page } = seat
    const oldest = () => page.getByRole('article', { name: '资金安排' }).first()
    await oldest().getByRole('button', { name: '不同意' }).click()
    await oldest().getByText('请写明不同意的原因').waitFor()
    await oldest().getByLabel('意见').fill('端午已安排过，请核对')
    await page.reload()
    await expect.poll(() => oldest().getByLabel('意见').inputValue(), patience).toBe('端午已安排过，请核对')
    await oldest().getByRole('button', { name: '不同意' }).click()
    await page.getByText('已不同意：资金安排').waitFor()
    // It stays where it was, with what became of it; the next is turned to, and no button of it lies where the finger was.
    await oldest().getByText('未同意', { exact: true }).waitFor()
    const cards = page.getByRole('article', { name: '资金安排' })
    expect(await cards.count()).toBe(2)
    const focused = "[...document.querySelectorAll('article h2, [role=article] h2')].indexOf(document.activeElement)"
    expect(await page.evaluate(focused)).toBe(1)
    expect(await oldest().getByRole('button', { name: '不同意' }).count()).toBe(0)
    await seat.expectAccessible()
    await page.getByRole('button', { name: '收起已处理的 1 件' }).click()
    expect(await cards.count()).toBe(1)
    const { items } = await story.ledger.api.get('/v1/proposals/funds?status=refused')
    expect(items).toMatchObject([
      { amountFen: 600_000, decisionNote: '端午已安排过，请核对', decidedBy: 'approver/approver' },
    ])
    expect(await budget()).toMatchObject({ allocatedFen: 0, reservedFen: 800_000 })
  })

  it('approves the other, once however often the button is pressed', async () => {
    const { page } = seat
    const card = page.getByRole('article', { name: '资金安排' })
    await card.getByText('8,000.00').first().waitFor()
    await card.getByLabel('意见').fill('符合捐赠用途')
    await card.getByRole('button', { name: '同意', exact: true }).dblclick()
    await page.getByText('已同意：资金安排').waitFor()
    await page.getByText('没有待审批的事项').waitFor()
    await expect
      .poll(budget, patience)
      .toMatchObject({ availableFen: 2_200_000, reservedFen: 0, allocatedFen: 800_000 })
    const { items } = await story.ledger.api.get('/v1/proposals/funds?status=performed')
    expect(items).toMatchObject([{ amountFen: 800_000, decisionNote: '符合捐赠用途' }])
    await seat.expectAccessible()
  })

  it('reads afterwards what became of each', async () => {
    const { page } = seat
    const states = page.getByRole('radiogroup', { name: '事项状态' })
    await states.getByText('已同意并执行', { exact: true }).click()
    const done = page.getByRole('list', { name: '资金变化' }).getByRole('listitem')
    await done.filter({ hasText: '已安排' }).getByText('+8,000.00').waitFor()
    await seat.expectAccessible()
    await states.getByText('未同意', { exact: true }).click()
    await page.getByText('端午已安排过，请核对').waitFor()
    expect(new URL(page.url()).searchParams.get('state')).toBe('refused')
    await seat.expectAccessible()
  })
})
