import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inventPerson } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop } from './shop.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }
const NEW = 1_000
const ending = String(inventPerson(0).identityNumber).slice(-4)

describe.skipIf(noBrowser)('an officer at the counter, and with a list that replaces the last', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roster-story-'))
  let story: Story
  let shop: Shop
  let officer: Seat
  /** Of the first person, whom the second list leaves out. */
  let card: Shop['cards'][number]
  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    await story.openAccount('officer', 'officer')
    shop = await openShop(story, { windows: [july], rules: { ownSharePerRedemptionFen: 200 }, people: 3 })
    const whom = { numberEnding: ending, purpose: '核对名册' }
    const { items } = await story.ledger.api.post('/v1/worker-look-ups', whom)
    const held = shop.cards.find(({ worker }) => worker === items[0]?.id)
    if (!held) throw new Error('the first person has no card')
    card = held
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await story.close()
  })

  it('finds people by the initials of their names, and one by the end of the number', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '查人' }).click()
    await page.getByLabel('查找').fill('XG')
    await page.getByRole('button', { name: '查找人员' }).click()
    await page.getByText('请填写用途').waitFor()
    await page.getByRole('button', { name: '处理投诉' }).click()
    expect(await page.getByLabel('用途', { exact: true }).inputValue()).toBe('处理投诉')
    await page.getByRole('button', { name: '查找人员' }).click()
    const people = page.getByRole('region', { name: '人员' }).getByRole('link')
    await expect.poll(() => people.count(), patience).toBe(3)
    await officer.expectAccessible()
    await page.getByLabel('查找').fill(ending)
    await page.getByRole('button', { name: '查找人员' }).click()
    await expect.poll(() => people.count(), patience).toBe(1)
    expect(await people.getAttribute('href')).toContain(card.worker)
    expect(page.url()).not.toMatch(/XG|99000/)
    const { items } = await story.ledger.api.get('/v1/access-records', 'auditor/inspector')
    const lookUps = items.filter(({ operation }: { operation: string }) => operation === 'lookUpWorker')
    expect(lookUps.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['complaint', 'complaint', '核对名册'])
  })

  it('takes back a dish of a meal, and then a part of its amount, seeing first what goes back', async () => {
    const { page } = officer
    const { api } = story.ledger
    const items = [{ code: 'dumplings', quantity: 3 }]
    const till = { actor: `merchant-till/till@632701,${shop.id}` }
    await api.post(`/v1/vouchers/${card.code}/redemptions`, { merchant: shop.id, items }, till)
    const meal = async () => (await api.get(`/v1/workers/${card.worker}/vouchers`)).items[0].meals[0]
    expect(await meal()).toMatchObject({ amountFen: 2_800, keptFen: 2_800, ownShareFen: 200 })
    await page.goto(`/desk/person/${card.worker}`)
    const form = page.getByRole('dialog')
    const begin = async (part: string) => {
      await page.getByRole('button', { name: '撤销这次用餐' }).click()
      await form.getByText(part).click()
    }
    await begin('其中几份菜')
    await form.getByLabel('饺子（共 3 份）撤销几份').fill('1')
    await form.getByLabel('凭据号').fill('X-1')
    await form.getByLabel('理由').fill('多记一份')
    await form.getByText('+10.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '撤销用餐' }).click()
    await page.getByText('用餐已撤销，额度已退回').waitFor()
    await form.waitFor({ state: 'detached' })
    expect(await meal()).toMatchObject({ keptFen: 1_800, items: [{ code: 'dumplings', quantity: 2 }] })
    await begin('一部分金额')
    await form.getByLabel('撤销金额').fill('5.5')
    await form.getByLabel('凭据号').fill('X-2')
    await form.getByLabel('理由').fill('算错')
    await form.getByText('+5.50').first().waitFor()
    await form.getByRole('button', { name: '撤销用餐' }).click()
    await form.waitFor({ state: 'detached' })
    expect(await meal()).toMatchObject({ amountFen: 2_800, keptFen: 1_250 })
    await page.getByRole('cell', { name: '12.50' }).waitFor()
  })

  it('a list that replaces the last says who leaves and what becomes of their credit, and how far the import is', async () => {
    const { page } = officer
    const { api } = story.ledger
    const file = join(folder, '新名册.csv')
    const lines = Array.from({ length: NEW + 2 }, (_, at) => Object.values(inventPerson(at + 1)).join(','))
    writeFileSync(file, `\ufeff${['姓名,身份证号码,联系电话,工作单位,工种', ...lines].join('\r\n')}\r\n`)
    const budget = async () => (await api.get(`/v1/programmes/${shop.programme}/budget`)).allocatedFen
    const before = await budget()
    await page.getByRole('menuitem', { name: '名册' }).click()
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('radio', { name: '替换名册' }).check()
    await page.getByRole('radio', { name: '收回项目' }).check()
    await page.getByRole('button', { name: '按此重新核对' }).click()
    await page.getByText(/^1 人不在新表中，将从名册移出：/).waitFor()
    await officer.expectAccessible()
    // It may be over soon after the click.
    const seen = page.getByText(/正在导入 \d+ \/ /).waitFor()
    await page.getByRole('button', { name: `导入 ${NEW + 2} 人` }).click()
    await seen
    await page.getByText(`导入完成：新增 ${NEW} 人，更新 0 人，已在册 2 人`).waitFor({ timeout: 60_000 })
    await expect
      .poll(async () => (await api.get(`/v1/workers/${card.worker}/vouchers`)).items, patience)
      .toMatchObject([{ balanceFen: 0 }])
    await expect.poll(budget, patience).toBe(before + 16_000 - 1_250)
    await page.getByText(`已显示 1000 人`).waitFor()
    await page.getByRole('button', { name: '显示更多' }).click()
    await page.getByText(`已显示 ${NEW + 2} 人`).waitFor()
  }, 120_000)
})
