import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { createHistory, dayNumber, type History, idOf } from './history.fixture.ts'

export const goodsProgramme = idOf('programme', 'cool')
const [round, depot, kit] = [idOf('round', 'july'), idOf('depot', 0), idOf('kit', 0)]
/** A kit in a version. */
export const kitOf = (version: number): string => `${kit}@${version}`
export const dueDay = 10

/** Sites by their stories, told in `createGoodsHistory`; all plan 100 kits for 100 heads, due on the tenth day. */
export const goodsStories = [
  'two-versions',
  'hand-out-corrected',
  'receipt-corrected',
  'receipt-reversed',
  'partly-returned',
  'loss-taken-back',
  'sent-again',
  'refused',
  'signed-for-nothing',
  'on-the-way',
  'only-planned',
  'came-back',
  'dispatch-taken-back',
  'return-taken-back',
] as const
export type GoodsStory = (typeof goodsStories)[number]
export const siteOf = (story: string): string => idOf('site', story)

/** What ordinary days bring to sites; corrections come on the twelfth day, and count on their papers' days. */
export function createGoodsHistory(): History {
  const history = createHistory()
  plan(history)
  const at = (story: GoodsStory) => tell(history, story)
  at('two-versions').send(1, 70, { version: 2 }).receive(5, 70, 0)
  at('two-versions').send(6, 30, { version: 3 }).receive(8, 30, 0)
  at('hand-out-corrected').send(1, 100).receive(5, 100, 0).handOut(6, 100).correctHandOut(6, 60)
  at('receipt-corrected').send(1, 100).receive(5, 100, 0).correctReceipt(5, 80)
  at('receipt-reversed').send(1, 100).receive(5, 100, 0).reverseReceipt(5)
  at('partly-returned').send(1, 100).receive(5, 100, 0).handOut(6, 40).leave('SiteGoodsReturned', 8, 30)
  at('loss-taken-back').send(1, 100).receive(5, 100, 0).leave('SiteGoodsLost', 8, 20).takeLossBack(8, 20)
  at('sent-again').send(1, 100).receive(5, 90, 10)
  at('sent-again').send(7, 10, { due: 14 }).receive(15, 10, 0)
  at('refused').send(1, 100).receive(5, 85, 0, 15)
  at('signed-for-nothing').send(1, 100).receive(5, 0, 100)
  at('on-the-way').send(1, 100)
  at('came-back').send(1, 100).comeBack(7)
  at('dispatch-taken-back').send(1, 100).takeDispatchBack(1)
  at('return-taken-back').send(1, 100).comeBack(7).takeReturnBack(7)
  return history
}

/** Papers whose day was typed wrongly, or that version 1 counted on the day of recording. Corrections come on the twelfth day. */
export const movedStories = ['came-later', 'came-earlier', 'moved-then-reversed', 'entered-late'] as const

export function createMovedHistory(): History {
  const history = createHistory()
  plan(history, movedStories)
  const at = (story: (typeof movedStories)[number]) => tell(history, story)
  at('came-later').send(1, 100).receive(5, 100, 0).correctReceipt(5, 90, 11)
  at('came-earlier').send(1, 100).receive(12, 100, 0).correctReceipt(12, 100, 8)
  at('moved-then-reversed').send(1, 100).receive(5, 100, 0).correctReceipt(5, 100, 9).reverseReceipt(9)
  // As version 1 recorded it: on the ninth day, of papers of the seventh.
  at('entered-late').send(1, 100).receive(7, 100, 0, 0, 9).handOut(7, 50, 9).correctHandOut(7, 40).correctReceipt(7, 60)
  return history
}

function plan(history: History, stories: readonly string[] = goodsStories): void {
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { year: 2025, rulesVersion: 1, division: '130300', name: 'Kits', kind: 'cooling', rules }
  history.add(goodsProgramme, 'ProgrammeDefined', { ...defined, plan: 'sites' }, dayNumber(0))
  const opened = {
    plan: 'sites' as const,
    name: 'July',
    windows: [],
    entries: stories.length,
    rosterReadThrough: 1,
  }
  history.add(round, 'RoundOpened', { programme: goodsProgramme, ...opened }, dayNumber(0))
  const place = { division: '130302', trade: 'parks', headCount: 100, dueOn: dayNumber(dueDay) }
  const listed = stories.map((story) => ({
    ...{ site: siteOf(story), ...place },
    goods:
      story === 'two-versions'
        ? [
            { commodity: kitOf(1), quantity: 60 },
            { commodity: kitOf(2), quantity: 40 },
          ]
        : [{ commodity: kitOf(1), quantity: 100 }],
  }))
  history.add(round, 'SiteListFrozen', { programme: goodsProgramme, sites: listed }, dayNumber(0))
}

const CORRECTED = dayNumber(12)

function tell(history: History, story: string) {
  const site = siteOf(story)
  const where = { programme: goodsProgramme, site }
  const lineOf = (commodity: string, quantity: number) => ({ commodity, lot: `${depot}.1`, quantity })
  let [consignment, commodity, sent, received, handedOut, left] = ['', kitOf(1), '', '', '', '']
  let receipt: DataOf<'ConsignmentReceived'>['lines'] = []
  const part = ({ stream, version }: { readonly stream: string; readonly version: number }) => `${stream}.${version}`
  const all = (quantity: number) => [lineOf(commodity, quantity)]
  const handOutOf = (day: number, quantity: number) => ({
    ...where,
    ...{ lines: all(quantity), workers: [], heads: quantity, handedOutOn: dayNumber(day) },
  })
  let wrong = handOutOf(0, 0)
  const acts = {
    send(day: number, quantity: number, { version = 1, due = dueDay }: { version?: number; due?: number } = {}) {
      commodity = kitOf(version)
      consignment = idOf('consignment', `${story}-${day}`)
      const planned = { ...where, round, depot, dueOn: dayNumber(due), lines: [{ commodity, quantity }] }
      history.add(consignment, 'ConsignmentPlanned', planned, dayNumber(day))
      sent = part(history.add(depot, 'GoodsDispatched', { consignment, lines: all(quantity) }, dayNumber(day)))
      return acts
    },
    receive(day: number, quantity: number, shortQuantity: number, refusedQuantity = 0, enteredOn = day) {
      receipt = [{ ...lineOf(commodity, quantity), shortQuantity, refusedQuantity }]
      const paper = { receivedBy: idOf('worker', 0), receivedOn: dayNumber(day), lines: receipt }
      received = part(history.add(consignment, 'ConsignmentReceived', { ...where, ...paper }, dayNumber(enteredOn)))
      return acts
    },
    correctReceipt(day: number, quantity: number, onto = day) {
      const by = quantity - (receipt[0]?.quantity ?? 0)
      const differences = { siteDifference: by, lostDifference: -by, returnedDifference: 0 }
      const lines = [{ ...lineOf(commodity, quantity), shortQuantity: -by, refusedQuantity: 0, ...differences }]
      const paper = { receivedBy: idOf('worker', 0), receivedOn: dayNumber(onto), lines, sentBack: [] }
      receipt = [{ ...lineOf(commodity, quantity), shortQuantity: -by, refusedQuantity: 0 }]
      const red = { corrects: received, ...where, depot, ...paper, reason: 'misread' }
      history.add(consignment, 'ReceiptCorrected', red, CORRECTED, { paperDay: dayNumber(onto) })
      return acts
    },
    reverseReceipt(day: number) {
      const red = { corrects: received, ...where, depot, receivedOn: dayNumber(day), lines: receipt, reason: 'mistake' }
      history.add(consignment, 'ReceiptReversed', red, CORRECTED, { paperDay: dayNumber(day) })
      return acts
    },
    handOut(day: number, quantity: number, enteredOn = day) {
      wrong = handOutOf(day, quantity)
      handedOut = part(history.add(consignment, 'GoodsHandedOut', wrong, dayNumber(enteredOn)))
      return acts
    },
    correctHandOut(day: number, quantity: number) {
      const red = { corrects: handedOut, ...wrong, reason: 'misread' }
      const paper = { paperDay: dayNumber(day) }
      history.add(consignment, 'HandOutReversed', red, CORRECTED, paper)
      const right = { ...handOutOf(day, quantity), correctedFrom: handedOut }
      history.add(consignment, 'GoodsHandedOut', right, CORRECTED, paper)
      return acts
    },
    leave(type: 'SiteGoodsReturned' | 'SiteGoodsLost', day: number, quantity: number) {
      const lines = all(quantity)
      const goods = { ...where, lines, reason: 'rain' }
      left = part(
        type === 'SiteGoodsLost'
          ? history.add(consignment, type, { ...goods, lostOn: dayNumber(day) }, dayNumber(day))
          : history.add(consignment, type, { ...goods, depot, returnedOn: dayNumber(day) }, dayNumber(day)),
      )
      return acts
    },
    takeLossBack(day: number, quantity: number) {
      const red = { corrects: left, ...where, lines: all(quantity), reason: 'found' }
      history.add(consignment, 'SiteLossReversed', red, CORRECTED, { paperDay: dayNumber(day) })
      return acts
    },
    comeBack(day: number) {
      const goods = { ...where, depot, lines: all(100), reason: 'closed' }
      left = part(history.add(consignment, 'ConsignmentReturned', goods, dayNumber(day)))
      return acts
    },
    takeReturnBack(day: number) {
      const red = { corrects: left, ...where, depot, lines: all(100), reason: 'mistake' }
      history.add(consignment, 'ConsignmentReturnReversed', red, CORRECTED, { paperDay: dayNumber(day) })
      return acts
    },
    takeDispatchBack(day: number) {
      const red = { corrects: sent, depot, lines: all(100), reason: 'mistake' }
      history.add(consignment, 'DispatchReversed', red, CORRECTED, { paperDay: dayNumber(day) })
      return acts
    },
  }
  return acts
}
