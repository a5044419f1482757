const MARK = '@@here@@'

/** Each fits nowhere, or only by chance; where it fits, it is left out. */
const hostileValues = [
  'null',
  '{}',
  '[]',
  '[[]]',
  'true',
  '""',
  '"   "',
  '"a\\u0000b"',
  '"a\\nb"',
  '"\\ud800"',
  `"${'x'.repeat(20_000)}"`,
  '"__proto__"',
  '-1',
  '0',
  '0.5',
  '1e21',
  '"1"',
  '{"__proto__":{"amountFen":1}}',
]
/** No double holds them: refused wherever they stand. */
const inexactNumbers = ['1e400', '-1e400', '9007199254740993', '0.1234567890123456789', '1e-400']

/** Bodies that are no JSON object, are too large, too deep, or not text. */
export function wholeBodies(): (string | Uint8Array)[] {
  const deep = '['.repeat(5_000) + ']'.repeat(5_000)
  const large = `{"name":"${'x'.repeat(1_100_000)}"}`
  return [
    '',
    '{',
    '{}x',
    'null',
    '[]',
    '"x"',
    '1',
    'NaN',
    '{"a":1,"a":1}',
    deep,
    `{"a":${deep}}`,
    large,
    new Uint8Array([123, 34, 255, 34, 58, 49, 125]),
  ]
}

/** The good body spoilt in one place each, as JSON text. What `isGood` would take is left out. */
export function faultyBodies(good: object, isGood: (body: unknown) => boolean): string[] {
  const spoilt = placesIn(good).flatMap((place) => {
    const text = JSON.stringify(replaced(good, place, MARK))
    return [...hostileValues, ...inexactNumbers].map((value) => text.replace(`"${MARK}"`, () => value))
  })
  const lacking = placesIn(good).map((place) => JSON.stringify(replaced(good, place, undefined)))
  const more = ['"unexpected":1', '"__proto__":{}', '"constructor":{}', '"":1'].map((member) => {
    const text = JSON.stringify(good)
    return text === '{}' ? `{${member}}` : `{${member},${text.slice(1)}`
  })
  return [...spoilt, ...lacking, ...more].filter((text) => isInexact(text) || !isGood(withoutPrototype(text)))
}

function isInexact(text: string): boolean {
  return inexactNumbers.some((number) => text.includes(`:${number}`) || text.includes(`[${number}`))
}

/** `JSON.parse` makes `__proto__` an own member, which is what arrives. */
function withoutPrototype(text: string): unknown {
  return JSON.parse(text)
}

type Place = readonly (string | number)[]

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return at.length === 0 ? [] : [at]
  const members = Array.isArray(value) ? [...value.entries()].slice(0, 1) : Object.entries(value)
  const inside = members.flatMap(([name, member]) => placesIn(member, [...at, name]))
  return at.length === 0 ? inside : [at, ...inside]
}

function replaced(value: unknown, [name, ...rest]: Place, by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((member, index) => (index === name ? replaced(member, rest, by) : member))
  return { ...(value as object), [name]: replaced((value as Record<string, unknown>)[name], rest, by) }
}
