/** Who acted, as events, answers and logs name it: `<role>/<account>`, `process/<name>`, `operator/<system user>`. Never a person's name. */
export function actorText({ role, id, recordedAs }: ActingAccount): string {
  return recordedAs ?? `${role}/${id}`
}

export interface ActingAccount {
  readonly role: string
  readonly id: string
  /** Where it is not `<role>/<id>`. */
  readonly recordedAs?: string
}

export type ProcessActor = `process/${string}`

export function isProcess(actor: unknown): actor is ProcessActor {
  return typeof actor === 'string' && actor.startsWith('process/')
}

/** The account of such a text, or what stands in its place: what one person did is told by it, in whatever role. */
export function accountIn(actor: string): string {
  return actor.slice(actor.indexOf('/') + 1)
}
