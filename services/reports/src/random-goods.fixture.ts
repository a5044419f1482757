import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { dayNumber, type History, idOf } from './history.fixture.ts'
import {
  commodities,
  coolProgramme,
  depot,
  employers,
  items,
  kit,
  lot,
  opened,
  type Play,
  pick,
  type Step,
  sites,
  workers,
} from './random-town.fixture.ts'

/** Goods on their way to sites, there, and back. @param nextRound numbers rounds, whatever they are of */
export function playsOfGoods(history: History, nextRound: () => number): readonly Play[] {
  let consignments = 0
  const sent: { readonly id: string; readonly planned: DataOf<'ConsignmentPlanned'> }[] = []
  const atSites: { readonly id: string; readonly site: string; readonly date: string; readonly lines: LotLine[] }[] = []
  const siteRounds: string[] = []

  const freezeSites: Play = (step, date) => {
    const number = nextRound()
    const round = idOf('round', number)
    siteRounds.push(round)
    const plan = {
      ...opened,
      programme: coolProgramme,
      plan: 'sites' as const,
      name: `Sites ${number + 1}`,
      windows: [],
    }
    history.add(round, 'RoundOpened', plan, date)
    const goods = commodities.map((commodity, index) => ({ commodity, quantity: 3 + ((step.amount + index) % 9) }))
    const listed = sites.filter((_, index) => index !== step.a % 4)
    const entries = listed.map((site, index) => ({
      site,
      ...(index % 2 === 0 && { employer: pick(employers, index) }),
      division: index === 0 ? '130302' : '130303',
      trade: 'parks',
      headCount: 5 + index,
      goods,
      dueOn: dayNumber(12 + (step.b % 12)),
    }))
    history.add(round, 'SiteListFrozen', { programme: coolProgramme, sites: entries }, date)
  }
  const planConsignment: Play = (step, date) => {
    const id = idOf('consignment', consignments++)
    const round = step.a % 3 === 0 ? siteRounds.at(-1) : undefined
    const lines = commodities.map((commodity) => ({ commodity, quantity: 1 + (step.amount % 9) }))
    const planned = {
      programme: coolProgramme,
      ...(round && { round }),
      site: pick(sites, step.b),
      depot,
      lines,
      dueOn: dayNumber(12 + (step.amount % 12)),
    }
    history.add(id, 'ConsignmentPlanned', planned, date)
    sent.push({ id, planned })
  }
  const withConsignment =
    (play: (consignment: (typeof sent)[number], step: Step, date: string) => void): Play =>
    (step, date) => {
      const consignment = sent[step.a % Math.max(1, sent.length)]
      if (consignment) play(consignment, step, date)
    }
  /** The kit in one of two versions. */
  const lotLines = ({ amount, b }: Step) =>
    [`${kit}@${1 + (b % 2)}`, `${items[0]}`].map((commodity) => ({ commodity, lot, quantity: 1 + (amount % 9) }))
  const dispatch = withConsignment(({ id }, step, date) => {
    history.add(depot, 'GoodsDispatched', { consignment: id, lines: lotLines(step) }, date)
  })
  const receive = withConsignment(({ id, planned: { site } }, step, date) => {
    const shortQuantity = step.b % 4
    const lines = lotLines(step).map((line) => ({
      ...line,
      quantity: line.quantity - 1,
      shortQuantity,
      shortReason: `broken ${step.b % 3}`,
      refusedQuantity: 0,
    }))
    const data = { programme: coolProgramme, site, receivedBy: pick(workers, 0), receivedOn: date, lines }
    history.add(id, 'ConsignmentReceived', data, date)
    const came = lines.filter(({ quantity }) => quantity > 0)
    if (came.length > 0)
      atSites.push({
        id,
        site,
        date,
        lines: came.map(({ commodity, lot, quantity }) => ({ commodity, lot, quantity })),
      })
  })
  const departFromSite: Play = (step, date) => {
    const [left] = atSites.splice(step.a % Math.max(1, atSites.length), 1)
    if (!left) return
    const { id, site, lines } = left
    const day = date > left.date ? date : left.date
    const isReturn = step.b % 2 === 0
    const where = { programme: coolProgramme, site }
    const { version } = isReturn
      ? history.add(id, 'SiteGoodsReturned', { ...where, depot, lines, returnedOn: day, reason: 'too many' }, day)
      : history.add(id, 'SiteGoodsLost', { ...where, lines, lostOn: day, reason: 'rain' }, day)
    if (step.a % 3 !== 0) return
    const red = { corrects: `${id}.${version}`, ...where, lines, reason: 'mistake' }
    const paper = { paperDay: day }
    if (isReturn) history.add(id, 'SiteReturnReversed', { ...red, depot }, dayNumber(45), paper)
    else history.add(id, 'SiteLossReversed', red, dayNumber(45), paper)
  }
  const returnGoods = withConsignment(({ id, planned: { site } }, step, date) => {
    history.add(id, 'ConsignmentReturned', { site, depot, lines: lotLines(step), reason: `closed ${step.b % 3}` }, date)
  })
  const cancel = withConsignment(({ id }, _, date) => {
    history.add(id, 'ConsignmentCancelled', { reason: 'twice' }, date)
  })
  const handOut = withConsignment(({ id, planned: { site } }, step, date) => {
    history.add(
      id,
      'GoodsHandedOut',
      { programme: coolProgramme, site, lines: lotLines(step), workers: [], heads: 1, handedOutOn: date },
      date,
    )
  })

  return [
    freezeSites,
    planConsignment,
    dispatch,
    receive,
    dispatch,
    receive,
    freezeSites,
    planConsignment,
    dispatch,
    receive,
    returnGoods,
    cancel,
    handOut,
    departFromSite,
    departFromSite,
  ]
}
