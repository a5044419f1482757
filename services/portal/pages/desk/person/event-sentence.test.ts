import '../../common/without-a-browser.fixture.ts'
import { formatYuan } from '@welfare/contracts/money.ts'
import { expect, it } from 'vitest'
import { describeEvent } from './event-sentence.ts'

const worker = 'worker-1'
const windowName = (_: string | undefined, window: string) => (window === 'july' ? '赛马节' : window)
const share = (amountFen: number) => ({ fund: 'fund-1', amountFen })

it('of an issuance to many a person sees their own amount', () => {
  const wallets = [
    { worker: 'worker-2', credits: [{ window: 'july', shares: [share(99)] }] },
    { worker, credits: [{ window: 'july', shares: [share(10_000), share(6_000)] }] },
  ]
  const { what, details } = describeEvent({ type: 'CreditsIssued', data: { wallets } }, worker, formatYuan, windowName)
  expect(what).toBe('发放额度')
  expect(details).toEqual(['160.00'])
})

it('a second copy says so, and how it names the holder', () => {
  const data = { serial: 7, names: 'full', copy: 2 }
  const { what, details } = describeEvent({ type: 'VoucherPrinted', data }, worker, formatYuan, windowName)
  expect(what).toBe('打印餐补卡')
  expect(details).toEqual(['卡片序号 7', '全名', '补打，第 2 次'])
})

it('a window is called by its name, and a type without a sentence by its own', () => {
  const data = { window: 'july', toWindow: 'august', reason: '大雪' }
  const moved = describeEvent({ type: 'CreditMoved', data }, worker, formatYuan, windowName)
  expect(moved).toEqual({ what: '额度转到其他使用期', details: ['使用期 赛马节', '转到 august', '大雪'] })
  expect(describeEvent({ type: 'ToCome', data: {} }, worker, formatYuan, windowName).what).toBe('ToCome')
})
