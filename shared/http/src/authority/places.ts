import type { Reach } from '@welfare/contracts/authority.ts'

/** Where things are: what a reach is held against. */
export interface Places {
  /** Does the thing with this id (or part of it, `<stream>.<version>`) lie within the reach? Undefined when it is not known. */
  isWithin(reach: Reach, id: string): boolean | undefined
  /** Is the merchant admitted to one of the programmes? */
  isAdmitted(programmes: readonly string[], merchant: string): boolean
  /** Waits, bounded, until everything that was durable when it was asked is known. False when that takes too long. */
  caughtUp(): Promise<boolean>
}
