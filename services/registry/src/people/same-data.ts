import type { JsonValue } from '@welfare/event-store/decider/decider.ts'

/** Whether two pieces of event data say the same; a field that is undefined is a field that is absent. */
export function sameData(one: object, other: object): boolean {
  return canonical(one) === canonical(other)
}

function canonical(value: object): string {
  return JSON.stringify(value, (_, part: JsonValue) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
