import type { Api } from './api.ts'

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
  part: { readonly statement: string; readonly number: number },
) {
  const { id } = await api.post('/v1/payments', { merchant, parts: [part] })
  const { payee } = await untilPayment(api, id, 'ready')
  await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, { actor: 'approver/of-payments' })
  return untilPayment(api, id, 'approved')
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

/** Asks until processes have brought it there; the test's own time-out ends it. */
export async function untilPayment(api: Api, id: string, status: string) {
  for (;;) {
    const payment = await api.get(`/v1/payments/${id}`)
    if (payment.status === status) return payment
  }
}
