import '../../common/without-a-browser.fixture.ts'
import { formatYuan } from '@welfare/contracts/money.ts'
import { expect, it } from 'vitest'
import { recordedLines } from './recorded.ts'

const fund = 'fund-00000000-0000-7000-8000-000000000001'
const names: Readonly<Record<string, string>> = { [fund]: '餐补资金' }
const sayers = { money: formatYuan, nameOf: (id: string) => names[id] }

it('says each field by its word, amounts in yuan, things by their names', () => {
  const data = {
    receivedOn: '2025-06-03',
    shares: [{ fund, amountFen: 123_456 }],
    donation: `${fund}.2`,
    capturedOffline: false,
    enteredBy: 'till',
    proposedBy: 'officer/desk-1',
    purpose: 'asked',
    by: 'paper',
    reason: 'entered-twice',
    wallet: 'wallet-00000000-0000-7000-8000-000000000009',
  }
  expect(recordedLines(data, sayers).map(({ label, text }) => `${label}：${text}`)).toEqual([
    '收到日期：2025年6月3日（周二）',
    '出资份额：专项资金 餐补资金，金额 1,234.56',
    '捐赠：餐补资金（第 2 号）',
    '断网时登记：否',
    '登记方：商户收银',
    '申请人：desk-1（经办人）',
    '用途：答复本人',
    '由谁：纸质确认',
    '事由：重复核销',
    '个人额度账户：wallet-00000000-0000-7000-8000-000000000009',
  ])
})

it('says of a long list how long it is', () => {
  const [line] = recordedLines({ workers: Array.from({ length: 200 }, (_, at) => `w${at}`) }, sayers)
  expect(line?.text).toMatch(/^w0；w1；.*w19；……共 200 项$/)
})
