import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { type FactsStore, openFacts } from '@welfare/facts/facts.store.ts'
import { createRateLimiter } from '@welfare/http/edge/rate-limit.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { factsOfOtherServices } from '../issuance/issuance-sample.fixture.ts'
import { codes, idNumber, merchant, programme, wallet, worker } from '../sample.fixture.ts'
import { createVouchersFacts, vouchersFacts } from '../vouchers.facts.ts'
import { type AskedMeal, openShown } from './meal-entry.ts'
import { createVoucherLookUp } from './till.facts.ts'

/** A shown card, while what makes it good may have been recorded a moment ago: the test applies that where the request waits for it. */
const other = idNumber('merchant', 2)
const day = '2025-07-02'
const code = codes.codeOf(1)
const qrHash = codes.qrHashOf(codes.qrTokenOf(1))
const cardOpened: WelfareEvent = { type: 'WalletOpened', data: { programme, worker, serial: 1, qrHash } }
const otherAdmitted: WelfareEvent = { type: 'MerchantAdmitted', data: { merchant: other } }
const noodles = { code: 'noodles', name: '面片', listPriceFen: 1_200, agreedPriceFen: 1_000 }
const pricesPublished: WelfareEvent = {
  type: 'PriceListPublished',
  data: { priceListVersion: 1, validFrom: day, items: [noodles] },
}

let facts: FactsStore
let sequence: number
let waits: number
beforeEach(() => {
  facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [vouchersFacts] })
  sequence = 0
  waits = 0
  for (const { stream, event } of factsOfOtherServices()) apply(stream, event)
  return () => facts.close()
})

function apply(stream: string, event: WelfareEvent): void {
  sequence += 1
  const place = { ledger: 'test', epoch: 1, sequence, position: String(sequence) as Position, recordedAt: '' }
  const told = { ...eventCodec.encode(event), ...place, id: `${sequence}`, metadata: { accountingDate: day } }
  facts.apply([{ ...told, stream, version: 1 } as SequencedEvent])
}

/** @param justNow recorded, and not known before the request waits */
function openTill(...justNow: readonly (readonly [string, WelfareEvent])[]) {
  const pending = [...justNow]
  const limiter = () => createRateLimiter({ burst: 2, refillEveryMs: 60_000, maxKeys: 10 })
  const context = {
    clock: systemClock,
    guesses: { byDevice: limiter(), byAccount: limiter(), byAddress: limiter() },
    copy: createVouchersFacts(facts),
    findVoucher: createVoucherLookUp(facts, codes),
    async awaitFacts() {
      waits += 1
      for (const [stream, event] of pending.splice(0)) apply(stream, event)
      return true
    },
  }
  return (shown: string, by = merchant, meal: Partial<AskedMeal> = {}) =>
    openShown(
      context,
      shown,
      {
        actor: { role: 'merchant-till', id: 'till-1', scope: { divisions: [], merchants: [by] } },
        address: '10.0.0.1',
      },
      { merchant: by, day, isOfItsDay: false, ...meal },
    )
}

describe('a card that is shown', () => {
  it('is opened without waiting where all is known, and by its QR code, too', async () => {
    apply(wallet, cardOpened)
    const show = openTill()
    for (const shown of [code, code.toLowerCase(), codes.qrTokenOf(1)])
      expect(await show(shown)).toMatchObject({ wallet, serial: 1, programme, facts: { merchantAdmitted: true } })
    expect(waits).toBe(0)
  })

  it('is found, and costs no try, where it was issued a moment ago', async () => {
    const show = openTill([wallet, cardOpened])
    expect(await show(code)).toMatchObject({ wallet, serial: 1 })
    for (let guess = 0; guess < 2; guess += 1) expect(await show(codes.codeOf(9))).toMatchObject({ status: 404 })
    expect(await show(code)).toMatchObject({ status: 429 })
  })

  it('is found by a merchant that joined the programme a moment ago', async () => {
    apply(wallet, cardOpened)
    expect(await openTill()(code, other)).toMatchObject({ code: 'voucher-unknown' })
    expect(await openTill([programme, otherAdmitted])(code, other)).toMatchObject({ facts: { merchantAdmitted: true } })
  })

  it('pays by prices that were published a moment ago', async () => {
    apply(wallet, cardOpened)
    const items = [{ code: 'noodles', quantity: 1 }]
    expect(await openTill()(code, merchant, { items })).toMatchObject({ wallet, facts: { priceList: undefined } })
    const show = openTill([merchant, pricesPublished])
    expect(await show(code, merchant, { items })).toMatchObject({
      facts: { priceList: { version: 1, items: [noodles] } },
    })
    expect(waits).toBe(2)
    await show(code, merchant, { items })
    expect(waits).toBe(2)
  })

  it('is judged, on a paper, by who took part on its day', async () => {
    apply(wallet, cardOpened)
    apply(programme, otherAdmitted)
    const show = openTill()
    const on = async (of: string) => {
      const shown = await show(code, other, { day: of, isOfItsDay: true })
      return isProblem(shown) ? shown.code : shown.facts.merchantAdmitted
    }
    expect([await on('2025-07-01'), await on(day)]).toEqual([false, true])
  })
})
