const OPTIONAL_PART = /\[([^\]]*)\]/g
const PLACEHOLDER = /\{(\w+)\}/g

/** Puts facts in place of `{fact}`; what stands in `[…]` is left out where a fact in it is missing, and a fact that is missing elsewhere is `…`. */
export function fillIn(
  text: string,
  facts: Readonly<Record<string, unknown>>,
  show: (name: string, value: unknown) => string,
): string {
  const isKnown = (name: string) => Object.hasOwn(facts, name) && facts[name] !== null && facts[name] !== undefined
  return text
    .replace(OPTIONAL_PART, (_all, part: string) => (namesIn(part).every(isKnown) ? part : ''))
    .replace(PLACEHOLDER, (_all, name: string) => (isKnown(name) ? show(name, facts[name]) : '…'))
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')
}
