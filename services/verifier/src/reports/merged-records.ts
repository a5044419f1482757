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
      for (const other of doublesOf(double)) heads.set(other, head)
      heads.set(double, head)
      return true
    },
  }
}
