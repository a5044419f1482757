/** The names, the one first that takes the fewest changes of a letter. */
export function namesByNearness(given: string, names: readonly string[]): string[] {
  const ranked = names.map((name) => ({ name, distance: distanceOf(given, name) }))
  return ranked.sort((a, b) => a.distance - b.distance).map(({ name }) => name)
}

/** Levenshtein's: letters put in, left out or exchanged. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= b.length; column += 1) {
      const exchanged = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1)
      next.push(Math.min(exchanged, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
