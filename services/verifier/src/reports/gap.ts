import type { JsonObject } from '../json.ts'

/** The event since which something has been as it is. */
export interface Since {
  readonly sequence: number
  /** The latest time recorded up to it. */
  readonly recordedAt: string
}

export interface Gap {
  readonly kind: 'people' | 'sites'
  /** The worker or the site. */
  readonly subject: string
  readonly window: string
  readonly employer: string
  readonly division: string
  readonly trade: string
  readonly reason: string
  readonly since: Since
  /** Who left, and whose credits run on. */
  readonly runsOn?: boolean
  /** On which the person's credits of the window end; undefined where none has come. */
  readonly lastDays?: readonly string[] | undefined
  /** What the list says of this kind beside that. */
  readonly facts: JsonObject
}
