/** `7K3M9QX2TD` as people read and type it: `7K3M-9QX2-TD`. */
export function groupCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? ''
}

/** What the QR code holds: any phone's scanner opens the till with it; what follows the # is sent to no server. */
export function cardAddress(origin: string, qr: string): string {
  return `${origin}/till/#card=${qr}`
}

/** The first day and the last of all windows. */
export function validityOf(
  windows: readonly { readonly from: string; readonly until: string }[],
): { readonly from: string; readonly until: string } | undefined {
  const from = windows.map((window) => window.from).sort()[0]
  const until = windows
    .map((window) => window.until)
    .sort()
    .at(-1)
  return from === undefined || until === undefined ? undefined : { from, until }
}

/** Of a list the pages. */
export function pagesOf<Item>(items: readonly Item[], perPage: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / perPage) }, (_, page) =>
    items.slice(page * perPage, (page + 1) * perPage),
  )
}
