const DAY_MS = 86_400_000

/** `2025-07-31` + 3 → `2025-08-03`. Calendar days compare as text. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
