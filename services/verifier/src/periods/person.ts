/** Of `officer/li`, which person, whatever the role. */
export function accountOf(actor: string): string {
  return actor.slice(actor.indexOf('/') + 1)
}
