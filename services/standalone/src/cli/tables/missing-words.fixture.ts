import type { Printout } from '@welfare/printouts/printout.ts'

/** Words over the columns of a printout that the terminal calls otherwise. */
export function missingFrom(text: string, { tables }: Printout): string[] {
  const said = new Set(text.split(/\s+/))
  const printed = tables.flatMap(({ columns }) => columns.map(({ heading }) => heading))
  return printed.filter((word) => !said.has(word))
}
