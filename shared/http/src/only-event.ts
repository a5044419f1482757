/** The event of that type that an accepted command led to, with the id of what it created. @throws Error when there is none: the route misjudges its decider */
export function onlyEvent<Event extends { readonly type: string }, T extends Event['type']>(
  events: readonly { readonly event: Event; readonly version: number }[],
  type: T,
  stream: string,
): Extract<Event, { type: T }> & { readonly id: string } {
  const found = findEvent(events, type, stream)
  if (!found) throw new Error(`${stream} answered without ${type}`)
  return found
}

export function findEvent<Event extends { readonly type: string }, T extends Event['type']>(
  events: readonly { readonly event: Event; readonly version: number }[],
  type: T,
  stream: string,
): (Extract<Event, { type: T }> & { readonly id: string }) | undefined {
  for (const { event, version } of events) {
    if (isOfType(event, type)) return { ...event, id: `${stream}.${version}` }
  }
  return undefined
}

function isOfType<Event extends { readonly type: string }, T extends Event['type']>(
  event: Event,
  type: T,
): event is Extract<Event, { type: T }> {
  return event.type === type
}
