import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Download } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareMeals } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'
import { plan, playTwoDonations } from './two-donations.ts'
import { openWeakLine } from './weak-line.ts'

describe.skipIf(noBrowser)(
  'an auditor, from signing in to where the second donation went and whether the log is whole',
  () => {
    let story: Story
    let auditor: Seat
    let second: string
    let checkpoint: Buffer

    beforeAll(async () => {
      story = await beginStory('2025-07-25T02:00:00Z')
      await story.openAccount('auditor', 'auditor')
      second = await playTwoDonations(story)
      auditor = await story.sitDown()
      await auditor.signIn('auditor')
    }, 60_000)
    afterAll(() => story.close())

    it('opens a figure of the budget into its postings, and a posting into who, when and what paper', async () => {
      const { page } = auditor
      await page.getByRole('menuitem', { name: '报表' }).click()
      await page.getByText('账平：').waitFor()
      const { total } = await story.ledger.api.get('/v1/budget', 'auditor/reader')
      const row = page.getByRole('row', { name: /合计/ })
      await row.getByTitle('合计 · 已核销（用餐）').click()
      const drawer = page.getByRole('dialog')
      await drawer.getByText('与分录合计一致').waitFor()
      expect(total.balances.usedFen).toBe(19_200)
      expect(await drawer.textContent()).toContain('192.00')
      await auditor.expectAccessible()
      await drawer.getByRole('button', { name: /HX-1$/ }).click()
      const event = page.getByRole('dialog').last()
      await event.getByText('核销用餐').waitFor()
      await event.getByText('制单人').waitFor()
      await event.getByText('收银小票').waitFor()
      await event.getByText('shop（商户收银）').waitFor()
      await event.getByRole('region', { name: '分录' }).getByText('餐补资金0').first().waitFor()
      await event.getByRole('row', { name: /个人自付/ }).waitFor()
      await event.getByRole('link', { name: '这一餐是谁出的钱' }).click()
      await page.getByText('虚构出资方0').first().waitFor()
      await auditor.expectAccessible()
    })

    it('takes a list away whole, however little of it was loaded', async () => {
      const { page, context } = auditor
      // The ledger itself, in smaller pages.
      const lists = '**/v1/journal?**'
      await context.route(lists, (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/limit=\d+/, 'limit=5'),
        }),
      )
      await page.goto('/desk/reports/journal')
      await page.getByText('已载入 5 行，还有更多').waitFor()
      const { legs } = await story.ledger.api.get('/v1/journal?limit=1000', 'auditor/reader')
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: '下载本表 CSV' }).click()
      const lines = readFileSync(await (await download).path(), 'utf8')
        .trimEnd()
        .split('\r\n')
      expect(lines.length).toBe(legs.length + 1)
      await page.getByText(`共 ${legs.length} 行`).waitFor()
      await page.getByRole('columnheader', { name: '账簿' }).waitFor()
      await context.unroute(lists)
    })

    it('sees the books as they were known, and as it had happened', async () => {
      const { page } = auditor
      await page.goto('/desk/reports/budget')
      await page.getByText('当时所知', { exact: true }).click()
      await page.getByText('账本在那一刻的样子').waitFor()
      await page.goto('/desk/reports/budget?at=5')
      await page.getByText('所示为第 5 条记录为止').waitFor()
      await page.getByText('实际发生', { exact: true }).click()
      await page.getByLabel('日期').fill('2025-07-24')
      await page.getByText('按 2025年7月24日（周四） 实际发生').waitFor()
      await auditor.expectAccessible()
    })

    it('follows the second donation to the meals that it paid, and a meal back to its donors', async () => {
      const { page } = auditor
      await page.getByRole('menuitem', { name: '资金去向' }).click()
      await page.getByRole('heading', { name: '资金去向' }).waitFor()
      await choose('专项资金', '餐补资金0')
      await choose('捐赠', '第二笔捐赠方')
      await page.getByRole('heading', { name: '第二笔捐赠方' }).waitFor()
      const flow = await story.ledger.api.get(`/v1/trail/${second}/flow`, 'auditor/reader')
      expect(flow).toMatchObject({ receivedFen: 20_000, usedFen: 10_200, mealCount: 7 })
      const section = page.getByRole('region', { name: '捐赠', exact: true })
      expect(await section.textContent()).toContain('已用于用餐 102.00 （7 餐）')
      await page.getByText('共 2 笔捐赠').waitFor()
      await section.getByRole('row', { name: '项目内未用 98.00' }).waitFor()
      await section.getByRole('row', { name: '合计 7 102.00' }).waitFor()
      await page.getByRole('img', { name: /去向图/ }).waitFor()
      await auditor.expectAccessible()
      await section
        .getByRole('button', { name: /^第 \d+ 条事件$/ })
        .first()
        .click()
      await page.getByRole('link', { name: '这一餐是谁出的钱' }).click()
      const donors = page.getByRole('region', { name: '用餐' })
      await donors.getByText('第二笔捐赠方').waitFor()
      await donors.getByText('虚构出资方0').waitFor()
      await page.getByRole('button', { name: '返回' }).click()
      await page.getByRole('heading', { name: '第二笔捐赠方' }).waitFor()
    })

    it('compares with a moment chosen before, and comes from a difference to its events', async () => {
      const { page } = auditor
      await page.goto('/desk/reports/budget?at=5')
      await page.getByRole('link', { name: '两期对比' }).click()
      const line = page.getByRole('row', { name: /已核销（用餐）（余额）/ }).first()
      await line.getByRole('link', { name: /^核销用餐/ }).click()
      await page.getByRole('heading', { name: '事件浏览' }).waitFor()
      await page
        .getByRole('button', { name: /^第 \d+ 条事件$/ })
        .first()
        .waitFor()
    })

    it('slides to the moment that was typed', async () => {
      const { page } = auditor
      await page.goto('/desk/reports/budget?at=2025-07-01T00:00:59%2B08:00')
      const slider = page.getByRole('slider')
      await slider.waitFor()
      const { sequence } = await story.ledger.api.get(
        '/v1/journal?limit=1&at=2025-07-01T00:00:59%2B08:00',
        'auditor/reader',
      )
      await expect.poll(() => slider.getAttribute('aria-valuenow'), patience).toBe(String(Math.max(1, sequence)))
      await page.getByText('实际发生', { exact: true }).click()
      await page.getByText('按 2025年7月25日（周五） 实际发生').waitFor()
    })

    it('verifies the whole log on this machine, and keeps what was signed', async () => {
      const { page } = auditor
      await page.getByRole('menuitem', { name: '验证账本' }).click()
      await page.getByRole('button', { name: '开始验证' }).click()
      await page.getByText('账本完整').waitFor()
      const size = await story.ledger.head()
      await page.getByText(`账本完整：${size} 条事件与签名的检查点一致`).waitFor()
      await auditor.picture('verification')
      await auditor.expectAccessible()
      await page.getByRole('button', { name: '保存此检查点' }).click()
      await page.getByText(`本机保存的检查点：${size} 条事件`).waitFor()
      const saved = page.waitForEvent('download')
      await page.getByRole('link', { name: '下载检查点' }).click()
      checkpoint = readFileSync(await (await saved).path())
    })

    it('verifies again after more was recorded: what was kept is its beginning', async () => {
      const { page } = auditor
      await prepareMeals(story.ledger.api, { ...plan, fundsFen: [100] }, '又一个')
      await story.ledger.api.get(`/v1/log/inclusion?sequence=${await story.ledger.head()}`)
      await page.reload()
      const file = page.locator('input[type=file]')
      await file.setInputFiles({ name: 'other.txt', mimeType: 'text/plain', buffer: Buffer.from('no checkpoint') })
      await page.getByText('other.txt 不是检查点文件').waitFor()
      await file.setInputFiles({ name: 'kept.txt', mimeType: 'text/plain', buffer: checkpoint })
      await page.getByText(/kept.txt：\d+ 条事件，验证时一并比对/).waitFor()
      const key = page.getByLabel('账本的验证密钥')
      const right = await key.inputValue()
      await key.fill(right.slice(0, -3))
      await page.getByText('这不是公钥').waitFor()
      expect(await page.getByRole('button', { name: '开始验证' }).isDisabled()).toBe(true)
      await key.fill(right)
      await page.getByRole('button', { name: '开始验证' }).click()
      await page.getByText('账本完整').waitFor()
      const kept = page.getByRole('listitem').filter({ hasText: '您上次保存的检查点' })
      expect(await kept.textContent()).toContain('相符 · 2 项')
    })

    it('takes everything away on one page', async () => {
      const { page } = auditor
      await page.getByRole('menuitem', { name: '带走核验' }).click()
      await page.getByRole('button', { name: '生成核验包' }).click()
      await page.getByText('核验包已生成').waitFor()
      await auditor.expectAccessible()
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: '下载核验包' }).click()
      const bundle = await download
      expect(bundle.suggestedFilename()).toMatch(/^bundle-.*\.zip$/)
      await page.getByText(await sha256Of(bundle)).waitFor()
      const exported = page.waitForEvent('download')
      await page.getByRole('button', { name: '分录 CSV' }).click()
      await page.getByText('已保存：journal.csv').waitFor()
      const journal = await exported
      expect(journal.suggestedFilename()).toBe('journal.csv')
      expect(readFileSync(await journal.path(), 'utf8')).toContain(',CNY,')
      const verifier = page.waitForEvent('download')
      await page.getByRole('link', { name: '下载核验程序' }).click()
      expect((await verifier).suggestedFilename()).toBe('welfare-verify.mjs')
    })

    it('takes no half of a file: what is cancelled, or broke off, is not saved', async () => {
      const line = await openWeakLine(story.ledger.api.url)
      const { page, ...seat } = await story.sitDown({ through: line.url })
      const saved: string[] = []
      page.on('download', (download) => saved.push(download.suggestedFilename()))
      await seat.signIn('auditor')
      await page.getByRole('menuitem', { name: '带走核验' }).click()
      line.become('answers-held')
      await page.getByRole('button', { name: '分录 CSV' }).click()
      await page.getByText('已收到 0.0 MB').waitFor()
      await page.getByRole('button', { name: '取消：分录 CSV' }).click()
      await page.getByText('已取消，没有保存').waitFor()
      line.become('down')
      await page.getByRole('button', { name: '分录 CSV' }).click()
      await page.getByText('没有收到账本的答复').first().waitFor()
      line.become('good')
      await page.getByRole('button', { name: '分录 CSV' }).click()
      await page.getByText('已保存：journal.csv').waitFor()
      expect(saved).toEqual(['journal.csv'])
      await line.close()
    })

    it.each([
      ['覆盖', '/desk/reports/coverage'],
      ['缺口', '/desk/reports/gaps'],
      ['两期对比', '/desk/reports/comparison?from=5'],
      ['疑点', '/desk/reports/findings'],
      ['分录', '/desk/reports/journal'],
      ['事件浏览', '/desk/audit/events'],
      ['查阅记录', '/desk/audit/access'],
    ])('reads %s', async (heading, path) => {
      const { page } = auditor
      await page.goto(path)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.getByRole('status', { name: '正在读取' }).waitFor({ state: 'detached' })
      await auditor.expectAccessible()
    })

    it('says what became of a finding, after looking at its evidence', async () => {
      const { page } = auditor
      await page.getByRole('menuitem', { name: '报表' }).click()
      await page.getByRole('link', { name: '疑点' }).click()
      await page.getByRole('button', { name: '短时密集核销', exact: true }).click()
      const drawer = page.getByRole('dialog')
      await drawer.getByText('证据：').waitFor()
      await drawer.getByText('同一收银机在 2 分钟内核销 12 次或更多').waitFor()
      await drawer.getByText('核销次数').waitFor()
      await auditor.expectAccessible()
      await drawer.getByRole('combobox', { name: '核查结论' }).click()
      await page.locator('.ant-select-item-option').filter({ hasText: '有合理解释' }).click()
      await drawer.getByLabel('理由').fill('发放当日就在店内用餐')
      await drawer.getByRole('button', { name: '提交核查结论' }).click()
      const sure = page.getByRole('dialog').filter({ hasText: '结论会永久保存在账上' })
      await sure.getByRole('button', { name: '提交核查结论' }).click()
      await page.getByText('核查结论已记入账本').waitFor()
      const { findings } = await story.ledger.api.get('/v1/findings?kind=till-burst', 'auditor/reader')
      expect(findings[0]).toMatchObject({
        status: 'reviewed',
        review: { outcome: 'explained', reviewedBy: 'auditor/auditor' },
      })
    })

    it('says which event was altered on the way', async () => {
      const { page, context } = auditor
      const entries = '**/log/tile/entries/**'
      // A proxy between the ledger and the auditor that lets everything pass, and one byte of one event otherwise.
      await context.route(entries, async (route) => {
        const response = await route.fetch()
        const body = await response.body()
        if (body.includes('632701')) body.write('632799', body.indexOf('632701'))
        await route.fulfill({ response, body })
      })
      await page.goto('/desk/verify')
      await page.getByRole('button', { name: '开始验证' }).click()
      await page.getByText('账本有不符之处').waitFor()
      await page.getByText(/第 \d+ 条事件的内容与树中的哈希不符，内容被改动过/).waitFor()
      await context.unroute(entries)
    })

    it('says which event was altered in the store', async () => {
      const { page } = auditor
      const altered = alterMeal()
      await page.goto('/desk/verify')
      await page.getByRole('button', { name: '开始验证' }).click()
      await page.getByText('账本有不符之处').waitFor()
      await page.getByText(`账本不肯给出第 ${altered} 条事件：它存的内容已不是当初签名的那一条`).waitFor()
      await auditor.expectAccessible()
    })

    /** As somebody would who has the machine: the amount of a meal, in the stored event itself. @returns its sequence */
    function alterMeal(): number {
      const file = join(story.ledger.ledger.folder.log, 'ledger.sqlite')
      if (!existsSync(file)) throw new Error('the ledger has no log')
      const database = new DatabaseSync(file)
      const row = database
        .prepare("SELECT position FROM events WHERE type = 'MealRedeemed' ORDER BY position LIMIT 1")
        .get()
      database
        .prepare('UPDATE events SET data = replace(data, \'"listPriceFen":\', \'"listPriceFen":9\') WHERE position = ?')
        .run(Number(row?.position))
      database.close()
      return Number(row?.position)
    }

    async function choose(label: string, option: string): Promise<void> {
      const { page } = auditor
      await page.getByRole('combobox', { name: label, exact: true }).click()
      await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
    }
  },
)

async function sha256Of(download: Download): Promise<string> {
  return createHash('sha256')
    .update(readFileSync(await download.path()))
    .digest('hex')
}
