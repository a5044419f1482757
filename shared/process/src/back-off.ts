export interface BackOff {
  readonly firstMs: number
  readonly maxMs: number
}

/** How long to wait after so many failures in a row, from 1: twice as long each time. */
export function backOffMs(failedInARow: number, { firstMs, maxMs }: BackOff): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(failedInARow - 1, 20))
}
