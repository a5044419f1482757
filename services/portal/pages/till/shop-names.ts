const PLACE = 'welfare.till.shops'

/** What the shops were called when the ledger last said so: a till is opened without a network, too. */
export function keepShopName(merchant: string, name: string): void {
  localStorage.setItem(PLACE, JSON.stringify({ ...readAll(), [merchant]: name }))
}

export function knownShopName(merchant: string): string | undefined {
  return readAll()[merchant]
}

export function forgetShopNames(): void {
  localStorage.removeItem(PLACE)
}

function readAll(): Readonly<Record<string, string>> {
  return JSON.parse(localStorage.getItem(PLACE) ?? '{}')
}
