/** Refused payments of which a statement waits for another payment, without what a later refused one has of the same. */
export function refusedAndOpen<
  Refused extends { readonly parts: readonly { readonly statement?: string; readonly number: number }[] },
>(refused: readonly Refused[], toPay: readonly { readonly id: string; readonly number: number }[]): Refused[] {
  const open = new Set(toPay.map(({ id, number }) => `${id}.${number}`))
  return [...refused]
    .reverse()
    .filter(({ parts }) => parts.filter(({ statement, number }) => open.delete(`${statement}.${number}`)).length > 0)
}
