import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, Api } from './api.ts'

/** Sets where a merchant is paid to: asked by an officer, approved by another. */
export async function setPayee(api: Api, merchant: string, given: { account: string; holder: string; bank?: string }) {
  const { proposal } = await api.post(`/v1/merchants/${merchant}/payee`, { bank: '虚构银行', ...given })
  await api.post(`/v1/proposals/registry/${proposal}/approval`, {}, { actor: 'approver/of-payees' })
}

/** What a merchant is due, to the approval of its open number. @returns its statement and the number */
export async function approveStatement(api: Api, programme: string, merchant: string) {
  const { items } = await api.post(`/v1/programmes/${programme}/statements`, { merchants: [merchant] })
  const { statement, number } = items[0] as { statement: string; number: number }
  const { open } = await api.get(`/v1/statements/${statement}`)
  const of = { number, revision: open.revision }
  await api.post(`/v1/statements/${statement}/confirmation`, of, {
    actor: `merchant-owner/owner-${merchant.slice(-8)}@${merchant}`,
  })
  await api.post(`/v1/statements/${statement}/approval`, of, { actor: 'approver/of-statements' })
  return { statement, number }
}

/** One transfer over that, prepared and approved once its statements have taken it. @returns it as it is then */
export async function approvePayment(
  api: Api,
  merchant: string,
  part:
    | { readonly statement: string; readonly number: number }
    | { readonly purchase: string; readonly number: number },
) {
  const { id } = await api.post('/v1/payments', { merchant, parts: [part] })
  const { payee } = await untilPayment(api, id, 'ready')
  await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, { actor: 'approver/of-payments' })
  return untilPayment(api, id, 'approved')
}

/** What was approved is sent, and the bank says that it paid so much. @param then what its numbers become: others may have to pay the rest */
export async function payApproved(api: Api, payment: string, amountFen: number, then = 'paid'): Promise<void> {
  await api.post(`/v1/payments/${payment}/sending`, {})
  await api.post(`/v1/payments/${payment}/result`, { outcome: 'paid', amountFen, bankReference: 'B-1' })
  const { parts } = await untilPayment(api, payment, 'paid')
  for (const { statement, purchase, number } of parts)
    if (purchase === undefined) await untilNumber(api, { statement, number }, then)
    else await untilInvoice(api, purchase, number, then)
}

/** All that a merchant is due, from its open number to the bank's word. */
export async function settleWith(api: Api, programme: string, merchant: string, amountFen: number): Promise<void> {
  const { id } = await approvePayment(api, merchant, await approveStatement(api, programme, merchant))
  await payApproved(api, id, amountFen)
}

/** Asked by an officer, approved by another: a loss. */
export async function giveUpClaim(
  api: Api,
  statement: string,
  shares: readonly { readonly fund: string; readonly amountFen: number }[],
) {
  const { proposal } = await api.post(`/v1/statements/${statement}/claims-given-up`, { shares, reason: '商户已注销' })
  await api.post(`/v1/proposals/vouchers/${proposal}/approval`, {}, { actor: 'approver/of-losses' })
}

/** Asked by an officer with the merchant's paper, approved by another: it is not paid. */
export async function waivePayable(
  api: Api,
  { statement, number }: { readonly statement: string; readonly number: number },
  shares: readonly { readonly fund: string; readonly amountFen: number }[],
) {
  const document = { kind: '放弃声明', number: 'FQ-1' }
  const body = { number, shares, reason: '商户自愿放弃', document }
  const { proposal } = await api.post(`/v1/statements/${statement}/waivers`, body)
  await api.post(`/v1/proposals/vouchers/${proposal}/approval`, {}, { actor: 'approver/of-waivers' })
}

/** Asks until processes have brought it there. @throws Error when they do not in a minute, with what it is instead */
export function untilPayment(api: Api, id: string, status: string) {
  return until(id, status, () => api.get(`/v1/payments/${id}`))
}

/** The same of one number of a statement. */
function untilNumber(api: Api, { statement, number }: { statement: string; number: number }, status: string) {
  return until(`${statement}, number ${number}`, status, async () => {
    const { numbers } = await api.get(`/v1/statements/${statement}`)
    return numbers.find((one: { number: number }) => one.number === number)
  })
}

/** The same of an invoice of an order of goods. */
export function untilInvoice(api: Api, purchase: string, invoice: number, status: string) {
  return until(`${purchase}, invoice ${invoice}`, status, async () => {
    const { invoices } = await api.get(`/v1/purchases/${purchase}`)
    return invoices.find((one: { invoice: number }) => one.invoice === invoice)
  })
}

export async function until(
  what: string,
  status: string,
  read: () => Promise<Answer['body']>,
): Promise<Answer['body']> {
  const giveUpAt = performance.now() + 60_000
  for (;;) {
    const thing = await read()
    if (thing.status === status) return thing
    if (performance.now() > giveUpAt) throw new Error(`${what} is ${thing.status}, not ${status}`)
    await delay(4)
  }
}
