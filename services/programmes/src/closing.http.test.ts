import { serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { expect, test } from 'vitest'
import { programmesFacts } from './programmes.facts.ts'
import { createProgrammesService } from './programmes.service.ts'
import { idNumber, rules } from './sample.fixture.ts'

test('a closing that waits tells the approver what would go back to which fund', async () => {
  const service = await serveService(createProgrammesService, [programmesFacts])
  try {
    const body = { name: '玉树节日餐补', kind: 'festival-meal', division: '632701', year: 2025, rules }
    const defined = await service.call('POST', '/v1/programmes', { body })
    const { id } = defined.body as { id: string }
    const fund = idNumber('fund', 1)
    const budget = id.replace('programme', 'budget')
    const data = { programme: id, budget, shares: [{ fund, amountFen: 700 }], availableAfterFen: 300 }
    await service.record(fund, { type: 'FundsAllocated', data })
    const lastDay = { lastDay: '2025-05-01', reason: 'over' }
    await service.call('PUT', `/v1/programmes/${id}/last-day`, { body: lastDay })
    await service.record(idNumber('limit', 632701), {
      type: 'ApprovalLimitSet',
      data: { division: '632701', limits: { closing: { perAct: 0 } } },
    })
    const waiting = await service.call('POST', `/v1/programmes/${id}/closure`, { body: { reason: 'over' } })
    expect(waiting.status).toBe(202)
    const { proposal } = waiting.body as { proposal: string }
    const read = await service.call('GET', `/v1/proposals/programmes/${proposal}`, { actor: 'approver/zhao-min' })
    expect((read.body as { preview: object }).preview).toEqual({
      moves: [
        { account: 'available', commodity: 'CNY', fund, change: 700, before: -700, after: 0 },
        { account: 'allocated', commodity: 'CNY', fund, programme: id, change: -700, before: 700, after: 0 },
      ],
    })
  } finally {
    await service.stop()
  }
})
