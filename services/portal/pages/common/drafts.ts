/** What was typed and not sent yet, on this machine, by account. Never identity numbers, phone numbers or files: a form leaves them out. */
const PREFIX = 'welfare.draft.'

export function readDraft(account: string, form: string): unknown {
  const text = localStorage.getItem(placeOf(account, form))
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Cut off by a full disk, or by an older page: as good as none.
    return undefined
  }
}

export function keepDraft(account: string, form: string, values: unknown): void {
  localStorage.setItem(placeOf(account, form), JSON.stringify(values))
}

export function dropDraft(account: string, form: string): void {
  localStorage.removeItem(placeOf(account, form))
}

/** When an account signs out, and of all others when one signs in. */
export function dropDrafts({ except }: { readonly except?: string } = {}): void {
  const kept = except === undefined ? undefined : placeOf(except, '')
  for (const place of Object.keys(localStorage))
    if (place.startsWith(PREFIX) && (kept === undefined || !place.startsWith(kept))) localStorage.removeItem(place)
}

function placeOf(account: string, form: string): string {
  return `${PREFIX}${account}.${form}`
}
