/** Which record goes on for a person of whom there were several. */
export function createMergedRecords() {
  const heads = new Map<string, string>()
  const headOf = (worker: string): string => heads.get(worker) ?? worker
  const doublesOf = (head: string): string[] => [...heads].filter(([, to]) => to === head).map(([double]) => double)
  return {
    headOf,
    doublesOf,
    /** False where it was so already, or the two were merged the other way. */
    merge(double: string, survivor: string): boolean {
      const head = headOf(survivor)
      if (heads.has(double) || head === double) return false
      // In the order in which they joined the person: of two credits that ended, that of the record before says how.
      for (const other of [double, ...doublesOf(double)]) {
        heads.delete(other)
        heads.set(other, head)
      }
      return true
    },
  }
}
