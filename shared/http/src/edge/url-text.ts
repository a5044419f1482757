/** Undefined when the query is not percent-encoded UTF-8 text. */
export function readQuery(search: string): Record<string, string | string[]> | undefined {
  if (!isDecodable(search)) return undefined
  const fields = new Map<string, string | string[]>()
  for (const [name, given] of new URLSearchParams(search)) {
    const value = withPlus(given)
    if (hasControlCharacter(name) || hasControlCharacter(value)) return undefined
    const before = fields.get(name)
    fields.set(name, before === undefined ? value : [before, value].flat())
  }
  return Object.fromEntries(fields)
}

const instantWithBlank = /^(\d{4}-\d{2}-\d{2}T[\d:.]+) (\d{2}:\d{2})$/

/** A `+` that was not percent-encoded arrives as a blank; in `…T08:00:00+08:00`, our own way of writing times, it can only have been a plus. */
function withPlus(value: string): string {
  return value.replace(instantWithBlank, '$1+$2')
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === 0x7f) return true
  }
  return false
}

/** A segment of a path, decoded. @throws URIError where it is not percent-encoded text */
export function decodeSegment(segment: string): string {
  const text = decodeURIComponent(segment)
  if (hasControlCharacter(text)) throw new URIError('a control character in a path')
  return text
}
