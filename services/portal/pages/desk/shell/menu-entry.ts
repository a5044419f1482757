import type { Role } from './roles.ts'

/** One line of the menu. */
export interface MenuEntry {
  /** Path of a route without parameters. */
  readonly to: string
  /** Said when it is drawn, in the language that is chosen then. */
  readonly label: () => string
  readonly roles: readonly Role[]
}
