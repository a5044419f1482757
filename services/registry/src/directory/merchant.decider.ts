import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { sameData } from '../people/same-data.ts'

/*
 * Stream `merchant-<uuid>`: a shop, its price lists, and where it is paid to.
 * Invariant: versions of the price list count from 1 and begin one after the other; what was agreed is never above the list price.
 * Versions of the payee count from 1, and each is set by who knew the one before.
 */
export type MerchantEvent = EventOf<'MerchantRegistered' | 'MerchantChanged' | 'PriceListPublished' | 'PayeeSet'>
export type MerchantData = DataOf<'MerchantRegistered'>
export type PriceList = Omit<DataOf<'PriceListPublished'>, 'priceListVersion'>
export type Payee = Omit<DataOf<'PayeeSet'>, 'version'>
export type MerchantCommand =
  | { readonly type: 'RegisterMerchant'; readonly merchant: MerchantData }
  | { readonly type: 'ChangeMerchant'; readonly merchant: MerchantData }
  | { readonly type: 'PublishPriceList'; readonly priceList: PriceList }
  /** `replaces`: the version that its maker knew; 0 where there was none. */
  | { readonly type: 'SetPayee'; readonly payee: Payee; readonly replaces: number }
/** In the order in which they are checked. */
export type MerchantRefusalCode =
  | 'merchant-already-registered'
  | 'merchant-unknown'
  | 'item-code-repeated'
  | 'agreed-price-above-list-price'
  | 'price-list-begins-before-the-last'
  | 'payee-changed-meanwhile'

export interface MerchantState {
  readonly merchant: MerchantData | undefined
  readonly lastPriceList: (PriceList & { readonly priceListVersion: number }) | undefined
  readonly payee: DataOf<'PayeeSet'> | undefined
}

type MerchantDecision = Decision<MerchantEvent, MerchantRefusalCode>

export const merchantDecider: Decider<MerchantState, MerchantCommand, MerchantEvent, MerchantRefusalCode> = {
  category: 'merchant',
  initialState: { merchant: undefined, lastPriceList: undefined, payee: undefined },
  decide,
  evolve,
}

function decide(state: MerchantState, command: MerchantCommand): MerchantDecision {
  switch (command.type) {
    case 'RegisterMerchant':
      return register(state, command.merchant)
    case 'ChangeMerchant':
      return change(state, command.merchant)
    case 'PublishPriceList':
      return publish(state, command.priceList)
    case 'SetPayee':
      return setPayee(state, command.payee, command.replaces)
  }
}

function register({ merchant }: MerchantState, data: MerchantData): MerchantDecision {
  return merchant === undefined ? accept([{ type: 'MerchantRegistered', data }]) : refuse('merchant-already-registered')
}

function change({ merchant }: MerchantState, data: MerchantData): MerchantDecision {
  if (merchant === undefined) return refuse('merchant-unknown')
  return accept(sameData(merchant, data) ? [] : [{ type: 'MerchantChanged', data }])
}

function publish({ merchant, lastPriceList }: MerchantState, priceList: PriceList): MerchantDecision {
  if (merchant === undefined) return refuse('merchant-unknown')
  const codes = priceList.items.map(({ code }) => code)
  const repeated = codes.find((code, index) => codes.indexOf(code) !== index)
  if (repeated !== undefined) return refuse('item-code-repeated', { item: repeated })
  const above = priceList.items.find(({ agreedPriceFen, listPriceFen }) => agreedPriceFen > listPriceFen)
  if (above !== undefined) {
    const { code, agreedPriceFen, listPriceFen } = above
    return refuse('agreed-price-above-list-price', { item: code, agreedPriceFen, listPriceFen })
  }
  if (lastPriceList !== undefined) {
    const { priceListVersion: _, ...last } = lastPriceList
    if (sameData(last, priceList)) return accept([])
    if (priceList.validFrom < last.validFrom) {
      return refuse('price-list-begins-before-the-last', { lastValidFrom: last.validFrom })
    }
  }
  const priceListVersion = (lastPriceList?.priceListVersion ?? 0) + 1
  return accept([{ type: 'PriceListPublished', data: { ...priceList, priceListVersion } }])
}

function setPayee({ merchant, payee: known }: MerchantState, payee: Payee, replaces: number): MerchantDecision {
  if (merchant === undefined) return refuse('merchant-unknown')
  const payeeVersion = known?.version ?? 0
  if (replaces !== payeeVersion) return refuse('payee-changed-meanwhile', { replaces, payeeVersion })
  return accept([{ type: 'PayeeSet', data: { ...payee, version: payeeVersion + 1 } }])
}

function evolve(state: MerchantState, event: MerchantEvent): MerchantState {
  switch (event.type) {
    case 'MerchantRegistered':
    case 'MerchantChanged':
      return { ...state, merchant: event.data }
    case 'PriceListPublished':
      return { ...state, lastPriceList: event.data }
    case 'PayeeSet':
      return { ...state, payee: event.data }
  }
}
