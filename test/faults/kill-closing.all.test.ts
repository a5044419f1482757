import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as after } from 'node:timers/promises'
import { addDays, lastDayOfMonth } from '@welfare/contracts/days.ts'
import { verifyDataFolder } from '@welfare/verifier/verify-data-folder.ts'
import { expect, test } from 'vitest'
import { scaled } from '../harness/scale.ts'
import { createRandom } from '../simulation/random.ts'
import { ledgerToKill, today } from './killed-ledger.fixture.ts'

const SEED = Number(process.env.CLOSING_SEED ?? 1)
const STORIES = scaled(1, 8)
const GIFTS = 24
const ledger = ledgerToKill()

/** The two that are over: a paper of their last day may still be entered. */
const lastMonth = monthBefore(today)
const months = [monthBefore(`${lastMonth}-01`), lastMonth]

test.each(Array.from({ length: STORIES }, (_, index) => SEED + index))(
  'kill -9 at every step of a closing: each month closes once, and what is entered meanwhile is in it or after it, once (seed %i)',
  async (seed) => {
    await ledger.begin('kill-closing-')
    const random = createRandom(seed)
    const funder = { name: '虚构市总工会', kind: 'union' }
    const { id: fund } = await ledger.api.post('/v1/funds', { name: '帮扶资金', division: '632701', funder })
    for (const actor of ['officer/chief', 'approver/head']) await ledger.api.tokenOf(actor)

    for (const month of months) {
      const close = {
        ...{ method: 'POST', path: `/v1/periods/${month}/closing`, key: `close-${month}`, actor: 'officer/chief' },
        body: { reason: '月末结账' },
      }
      const proposing = ledger.api.send(close).catch(() => undefined)
      await after(random.between(0, 20))
      await ledger.killAndStart()
      await proposing
      const { body: proposed } = await ledger.api.send(close)
      expect(proposed).toMatchObject({ status: 'proposed' })

      const approve = {
        ...{ method: 'POST', path: `/v1/proposals/funds/${proposed.proposal}/approval`, key: `approve-${month}` },
        ...{ actor: 'approver/head', body: {} },
      }
      const gifts = Array.from({ length: GIFTS }, (_, index) => giftOf(`${month}-${index}`, lastDayOfMonth(month)))
      const cutOff = [ledger.api.send(approve), ...gifts.map((gift) => ledger.api.send(gift))]
      await Promise.race([Promise.allSettled(cutOff), after(random.between(0, 60))])
      await ledger.killAndStart()
      await Promise.allSettled(cutOff)
      // Perhaps all of it is done by now; then it is done again, from the first event on.
      await after(random.between(0, 20))
      await killAndForget()
      expect(await ledger.api.send(approve)).toMatchObject({ status: 201 })
      for (const gift of gifts) expect(await ledger.api.send(gift)).toMatchObject({ status: 201 })
      const listed = async () => (await ledger.api.get('/v1/periods')).items[0]
      await expect.poll(listed, { timeout: 20_000 }).toMatchObject({ month, status: 'closed', awaited: [] })
    }

    const { items } = await ledger.api.get(`/v1/funds/${fund}/donations?limit=1000`)
    expect(items).toHaveLength(months.length * GIFTS)
    await ledger.end('SIGTERM')
    const verdict = verifyDataFolder(ledger.folder, {})
    expect(verdict).toMatchObject({ holds: true })
    // A closing, one word of the one process for all its services, and an end: of each month once.
    expect(verdict.checks.find(({ check }) => check === 'periods')).toMatchObject({ examined: months.length * 3 })

    function giftOf(receiptNumber: string, receivedOn: string) {
      const paper = { receivedOn, lateEntry: { reason: '单据晚到' } }
      return {
        ...{ method: 'POST', path: `/v1/funds/${fund}/donations`, key: `gift-${receiptNumber}` },
        body: { receiptNumber, donor: { kind: 'individual' }, amountFen: 100, ...paper },
      }
    }
  },
  180_000,
)

/** Killed, and where the processes were is forgotten: they begin at the first event again. */
async function killAndForget(): Promise<void> {
  await ledger.end('SIGKILL')
  const facts = new DatabaseSync(join(ledger.folder, 'copies', 'facts.db'))
  for (const service of ['periods', 'closings']) {
    const { changes } = facts.prepare(`UPDATE processes_${service}_checkpoint SET position = NULL, sequence = 0`).run()
    expect(changes).toBe(1)
  }
  facts.close()
  await ledger.start()
}

function monthBefore(day: string): string {
  return addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7)
}
