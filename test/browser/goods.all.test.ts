import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRoster, rosterFile } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { attach, choose, chooseFound, choosePerson, moves, photo } from './goods-forms.ts'
import { beginStory, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('cooling kits, from a receipt at a depot to people at a site', { timeout: 120_000 }, () => {
  let story: Story
  let desk: Seat
  let phone: Seat
  let programme: string
  let depot: string
  const consignments: Record<string, string> = {}

  beforeAll(async () => {
    story = await beginStory('2025-07-10T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('auditor', 'auditor')
    await story.openAccount('administrator', 'administrator')
    const rules = { windows: [] }
    const definition = { name: '夏送清凉', kind: 'cooling', division: '130302', plan: 'sites', year: 2025, rules }
    programme = (await api.post('/v1/programmes', definition)).id
    await importRoster(api, programme, await rosterFile(2))
    desk = await story.sitDown()
    await desk.signIn('officer')
  })
  afterAll(() => story.close())

  it('a kit is made of items, and keeps its versions', async () => {
    const { page } = desk
    await page.getByRole('menuitem', { name: '物资', exact: true }).click()
    await page.getByText('还没有配送单').waitFor()
    await desk.expectAccessible()
    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '物品与套装' }).click()
    for (const [name, unit] of [
      ['矿泉水', '瓶'],
      ['挂脖风扇', '台'],
    ] as const) {
      await page.getByRole('button', { name: '登记物品' }).click()
      const form = page.getByRole('dialog')
      await form.getByLabel('名称', { exact: true }).fill(name)
      await form.getByLabel('单位').fill(unit)
      await form.getByRole('button', { name: '登记物品' }).click()
      await page.getByRole('region', { name: '物品' }).getByText(name).waitFor()
    }
    await page.getByRole('button', { name: '登记套装' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('名称', { exact: true }).fill('清凉包')
    await choose(page, '物资', '矿泉水（瓶）')
    await form.getByLabel('数量').fill('2')
    await form.getByRole('button', { name: '加一行' }).click()
    await choose(page, '物资', '挂脖风扇（台）', 1)
    await form.getByLabel('数量').nth(1).fill('1')
    await desk.expectAccessible()
    await form.getByRole('button', { name: '登记套装' }).click()
    await page.getByRole('region', { name: '套装' }).getByText('第1版').waitFor()
    const [kit] = (await story.ledger.api.get('/v1/kits')).items
    expect(kit).toMatchObject({ name: '清凉包', kitVersion: 1 })
  })

  it('a depot receives water and fans, and packs kits of them; what moves is shown before', async () => {
    const { page } = desk
    const { api } = story.ledger
    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '仓库' }).click()
    await page.getByRole('button', { name: '建立仓库' }).click()
    await page.getByRole('dialog').getByLabel('名称', { exact: true }).fill('海港区物资库')
    await chooseFound(page, '所属区划', '海港', '河北省秦皇岛市海港区（130302）')
    await page.getByRole('dialog').getByRole('button', { name: '建立仓库' }).click()
    await page.getByRole('link', { name: '海港区物资库' }).click()
    await page.getByRole('heading', { name: '海港区物资库' }).waitFor()
    depot = (await api.get('/v1/depots')).items[0].id
    for (const [goods, quantity, paper] of [
      ['矿泉水（瓶）', '100', 'S-1'],
      ['挂脖风扇（台）', '50', 'S-2'],
    ] as const) {
      await page.getByRole('button', { name: '登记收货' }).click()
      const form = page.getByRole('dialog')
      await choose(page, '物资', goods)
      await form.getByLabel('数量').fill(quantity)
      await form.getByLabel('捐赠单位', { exact: true }).fill('某饮料公司')
      await form.getByLabel('收货单号').fill(paper)
      if (paper === 'S-1') await form.getByLabel('到期日（没有则不填）').fill('2025-08-01')
      await moves(page, `+${quantity}`)
      await form.getByRole('button', { name: '登记收货' }).click()
      await page.getByRole('region', { name: '库存' }).getByText(quantity, { exact: true }).waitFor()
    }
    await page.getByText('22 天').waitFor()
    await page.getByRole('button', { name: '组装套装' }).click()
    const form = page.getByRole('dialog')
    await choose(page, '套装', '清凉包（第1版）')
    await form.getByLabel('数量').fill('40')
    await moves(page, '−80')
    await desk.expectAccessible()
    await form.getByRole('button', { name: '组装套装' }).click()
    await page.getByRole('region', { name: '库存' }).getByText('清凉包（第1版）').waitFor()
    const { stock } = await api.get(`/v1/depots/${depot}`)
    expect(stock.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([10, 20, 40].sort())
    await desk.expectAccessible()
  })

  it('sites are registered, listed with a gap each, and a round plans a consignment for each', async () => {
    const { page } = desk
    const { api } = story.ledger
    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '点位' }).click()
    await page.getByRole('button', { name: '登记点位' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('名称', { exact: true }).fill('港城大街驿站')
    await chooseFound(page, '所属区划', '海港', '河北省秦皇岛市海港区（130302）')
    await form.getByText('工会驿站').click()
    await form.getByLabel('行业（工种）').fill('快递')
    await form.getByLabel('人数').fill('20')
    await form.getByRole('button', { name: '登记点位' }).click()
    await page.getByRole('region', { name: '点位' }).getByText('港城大街驿站').waitFor()
    const second = { name: '文化路驿站', division: '130302', trade: '快递', kind: 'union-station', headCount: 20 }
    await api.post('/v1/sites', second)
    const { items: sites } = await api.get('/v1/sites')
    const [kit] = (await api.get('/v1/kits')).items
    const goods = [{ commodity: `${kit.id}@1`, quantity: 20 }]
    const listed = sites.map(({ id }: { id: string }) => ({ site: id, goods, dueOn: '2025-07-12' }))
    await api.post(`/v1/programmes/${programme}/rounds`, { name: '第一轮', sites: listed })
    await page.reload()
    await page.getByText('有缺口的点位：2 个').waitFor()
    await desk.expectAccessible()

    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '配送' }).click()
    await page.getByRole('button', { name: '按核定名单计划' }).click()
    await choose(page, '项目', '夏送清凉')
    await choose(page, '核定名单', '第一轮')
    await choose(page, '发出仓库', '海港区物资库')
    await page.getByRole('dialog').getByRole('button', { name: '按核定名单计划' }).click()
    const planned = page.getByRole('region', { name: '待发运' })
    await planned.getByRole('link', { name: '文化路驿站' }).waitFor()
    for (const { id, site } of (await api.get('/v1/consignments')).items)
      consignments[sites.find((one: { id: string }) => one.id === site).name] = id
    for (const name of ['港城大街驿站', '文化路驿站']) {
      await page.getByRole('region', { name: '待发运' }).getByRole('link', { name }).click()
      await page.getByRole('button', { name: '发运', exact: true }).click()
      await moves(page, '−20')
      await page.getByRole('dialog').getByRole('button', { name: '发运', exact: true }).click()
      await page.getByRole('button', { name: '签收', exact: true }).waitFor()
      await page.goBack()
    }
    await page.getByRole('region', { name: '在途' }).getByRole('link', { name: '文化路驿站' }).waitFor()
    await desk.expectAccessible()
  })

  it('at the site, on a phone: received with a photo of the sheet, handed out, and the gap list is shorter by one', async () => {
    phone = await story.sitDown({ size: 'phone' })
    await phone.signIn('officer')
    const { page } = phone
    const id = consignments.港城大街驿站
    await page.goto('/desk/goods')
    await page.getByRole('region', { name: '在途' }).getByRole('link', { name: '港城大街驿站' }).click()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    const receipt = page.getByRole('dialog').filter({ hasText: '签收：港城大街驿站' })
    await receipt.getByText('还不能提交：请选择签收人').waitFor()
    expect(await receipt.getByRole('button', { name: '确认签收' }).isDisabled()).toBe(true)
    await receipt.getByLabel('签收单编号').fill('Q-7')
    await receipt.getByLabel('签收人').fill('虚构站长')
    await receipt.getByRole('button', { name: '查找' }).click()
    await receipt.getByText('没有找到').waitFor()
    await receipt.getByRole('button', { name: '登记此人' }).click()
    const register = page.getByRole('dialog', { name: '登记此人' })
    await register.getByLabel('姓名').fill('虚构站长')
    await register.getByLabel('身份证号').fill('99000019900101101X')
    await register.getByLabel('用人单位').fill('港城大街驿站')
    await register.getByLabel('工种').fill('快递')
    await phone.expectAccessible()
    await register.getByRole('button', { name: '登记并选用' }).click()
    await register.waitFor({ state: 'hidden' })
    await receipt.getByText('虚**长').waitFor()
    expect(await receipt.getByLabel('签收单编号').inputValue()).toBe('Q-7')
    await attach(page)
    await moves(page, '+20')
    await phone.expectAccessible()
    await receipt.getByRole('button', { name: '确认签收' }).click()
    await page.getByRole('main').getByText('已签收', { exact: true }).waitFor()
    const { api } = story.ledger
    const sha256 = createHash('sha256').update(photo).digest('hex')
    const signer = (await api.post('/v1/worker-look-ups', { name: '虚构站长', purpose: '核对' })).items[0]
    expect(signer).toMatchObject({ employerName: '港城大街驿站', division: '130302', programmes: [] })
    for (const name of ['物资', '办理记录']) {
      const shown = page.getByRole('region', { name, exact: true })
      await shown.waitFor()
      expect(await shown.evaluate((region) => region.scrollWidth - region.clientWidth), name).toBeLessThanOrEqual(0)
    }
    expect(await api.get(`/v1/consignments/${id}`)).toMatchObject({
      status: 'received',
      receipt: {
        receivedBy: signer.id,
        receivedOn: '2025-07-10',
        proof: 'Q-7',
        lines: [{ quantity: 20, shortQuantity: 0 }],
      },
      attachments: [{ entry: `${id}.3`, sha256, contentType: 'image/jpeg', bytes: photo.length }],
    })

    await page.getByRole('button', { name: '发放到人', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByText('还不能提交：请填写发放数量；请填写人数，或选择领取人').waitFor()
    await form.getByLabel('发放 清凉包（第1版）（现场结存 20）').fill('20')
    await form.getByText('还不能提交：请填写人数，或选择领取人', { exact: true }).waitFor()
    await form.getByLabel('按人数（未具名）').fill('20')
    await attach(page)
    await moves(page, '+20')
    await form.getByRole('button', { name: '确认发放' }).click()
    await page.getByRole('region', { name: '办理记录' }).getByText('发放到人').waitFor()
    expect(await api.get(`/v1/consignments/${id}`)).toMatchObject({
      headsServed: 20,
      attachments: [{ entry: `${id}.3` }, { entry: `${id}.5` }],
    })
    await phone.expectAccessible()
    await page.goto('/desk/goods/sites')
    await page.getByText('有缺口的点位：1 个').waitFor()
  })

  it('what came short says why, stands on the board, and is corrected in red with what moves shown before', async () => {
    const { page } = desk
    await page.getByRole('region', { name: '在途' }).getByRole('link', { name: '文化路驿站' }).click()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('实收 清凉包（第1版）（发出 20）').fill('17')
    await choosePerson(page, '签收人', '虚构1')
    await form.getByLabel('清凉包（第1版） 短少 3 件的原因').fill('途中破损')
    await moves(page, '+17')
    await form.getByRole('button', { name: '确认签收' }).click()
    await page.getByRole('region', { name: '办理记录' }).getByText('物资签收').waitFor()
    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '配送' }).click()
    await page.getByRole('region', { name: '有短少' }).getByText('短少 3 件').waitFor()
    await page.getByRole('region', { name: '有短少' }).getByRole('link', { name: '文化路驿站' }).click()

    await page.getByRole('button', { name: '更正签收' }).click()
    const correction = page.getByRole('dialog')
    await correction.getByLabel('原因', { exact: true }).fill('点数有误')
    await correction.getByLabel('实收 清凉包（第1版）（发出 20）').fill('19')
    await correction.getByLabel('清凉包（第1版） 短少 1 件的原因').fill('途中破损')
    await choosePerson(page, '签收人', '虚构1')
    await moves(page, '+2')
    await desk.expectAccessible()
    await correction.getByRole('button', { name: '更正签收' }).click()
    await page.getByRole('region', { name: '办理记录' }).getByText('红字更正 物资签收').waitFor()
    const id = consignments.文化路驿站
    expect(await story.ledger.api.get(`/v1/consignments/${id}`)).toMatchObject({
      receipt: { lines: [{ quantity: 19, shortQuantity: 1 }] },
    })
    await desk.expectAccessible()
  })

  it('the auditor looks at a sheet for a purpose; that is an access record, and the file is what was handed in', async () => {
    const hall = await story.sitDown()
    await hall.signIn('auditor')
    const { page } = hall
    await page.goto(`/desk/goods/consignments/${consignments.港城大街驿站}`)
    await page.getByRole('button', { name: '查看' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '查看附件' }).click()
    await dialog.getByText('请选择用途').waitFor()
    await dialog.getByText('审计', { exact: true }).click()
    await hall.expectAccessible()
    await dialog.getByRole('button', { name: '查看附件' }).click()
    await dialog.getByRole('img', { name: '签收单附件' }).waitFor()
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: '另存为文件' }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk)
    expect(Buffer.concat(chunks)).toEqual(photo)
    const { items } = await story.ledger.api.get('/v1/access-records', 'auditor/hall')
    expect(items[0]).toMatchObject({
      account: 'auditor/auditor',
      operation: 'readAttachment',
      purpose: 'audit',
      count: 1,
    })
    const lookUps = items.filter(({ operation, account }: { operation: string; account: string }) => {
      return operation === 'lookUpWorker' && account === 'officer/officer'
    })
    expect(lookUps.length).toBeGreaterThan(0)
    expect(lookUps.map(({ purpose }: { purpose: string }) => purpose)).toEqual(lookUps.map(() => 'signing'))
    expect(await page.getByRole('button', { name: '更正签收' }).count()).toBe(0)
  })

  it('a sheet that was attached by mistake is erased by the administrator, and its hash stays', async () => {
    const seat = await story.sitDown()
    await seat.signIn('administrator')
    const { page } = seat
    const id = consignments.港城大街驿站
    await page.goto(`/desk/goods/consignments/${id}`)
    await page.getByRole('button', { name: '删除附件' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByText('保存期已满').click()
    await form.getByLabel('保存期届满日期').waitFor()
    await seat.expectAccessible()
    await form.getByText('传错了文件').click()
    await form.getByRole('button', { name: '删除附件' }).click()
    await page.getByRole('main').getByText('已按规定删除').waitFor()
    expect(await page.getByRole('button', { name: '删除附件' }).count()).toBe(1)
    const { attachments } = await story.ledger.api.get(`/v1/consignments/${id}`)
    const sha256 = createHash('sha256').update(photo).digest('hex')
    expect(attachments).toMatchObject([{ sha256, erased: 'attached-by-mistake' }, { sha256 }])
    const content = `/v1/consignments/${id}/attachments/${attachments[0].attachment}?purpose=audit`
    expect(await story.ledger.api.send({ method: 'GET', path: content })).toMatchObject({
      body: { code: 'attachment-erased' },
    })
  })

  it('a hand-out that never was is taken back, and stays readable with its sheet', async () => {
    const { page } = desk
    const id = consignments.港城大街驿站
    await page.goto(`/desk/goods/consignments/${id}`)
    await page.getByRole('button', { name: '冲销发放' }).click()
    const reversal = page.getByRole('dialog')
    await reversal.getByLabel('原因', { exact: true }).fill('当天未发')
    await moves(page, '−20')
    await reversal.getByRole('button', { name: '冲销发放' }).click()
    const history = page.getByRole('region', { name: '办理记录' })
    await history.getByText('已冲销').waitFor()
    expect(await history.getByRole('button', { name: '冲销发放' }).count()).toBe(0)
    expect(await story.ledger.api.get(`/v1/consignments/${id}`)).toMatchObject({
      headsServed: 0,
      atSite: [{ quantity: 20 }],
      attachments: [{ entry: `${id}.3` }, { entry: `${id}.5` }],
    })
  })

  it('what is spoilt is written off, and that is taken back again', async () => {
    const { page } = desk
    await page.goto(`/desk/goods/depots/${depot}`)
    await page.getByRole('button', { name: '报损', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(/^报损 挂脖风扇/).fill('2')
    await form.getByLabel('原因', { exact: true }).fill('受潮')
    await moves(page, '−2')
    await form.getByRole('button', { name: '报损', exact: true }).click()
    await page.getByRole('button', { name: '冲销报损' }).click()
    const reversal = page.getByRole('dialog')
    await reversal.getByLabel('原因', { exact: true }).fill('录错')
    await moves(page, '+2')
    await reversal.getByRole('button', { name: '冲销报损' }).click()
    await page.getByRole('region', { name: '办理记录' }).getByText('已冲销').waitFor()
    const { stock } = await story.ledger.api.get(`/v1/depots/${depot}`)
    expect(stock.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([10, 20].sort())
    await desk.expectAccessible()
  })
})
