export interface TypedDay {
  readonly day?: string | undefined
  readonly lateReason?: string | undefined
}

/** @param today once it is known; until then a day is taken for today's */
export function lateEntryOf({ day, lateReason }: TypedDay, today: string | undefined) {
  const isLate = day !== undefined && today !== undefined && day < today
  return isLate && lateReason?.trim() ? { lateEntry: { reason: lateReason.trim() } } : {}
}
