import type { EventHandlers } from './event-handlers.ts'
import type { ProjectionFile } from './projection-file.store.ts'

export type Prepare = ProjectionFile['prepare']

/** What a service, or several, must know of what others recorded: tables, and what each event makes of them. No personal data. */
export interface FactsDeclaration {
  readonly name: string
  /** Raised when what is made of an event changes: all facts of the process are then made again. */
  readonly version: number
  /** `CREATE TABLE …` statements. A table's name is its own over all declarations of a process. */
  readonly schema: string
  /** Declarations whose tables handlers and look-ups of this one read, too: opened with it, and told of each event before it. */
  readonly needs?: readonly FactsDeclaration[]
  handlers(prepare: Prepare): readonly EventHandlers[]
}

/** What is needed before what needs it, each once. @throws Error where two declare a table of one name */
export function inOrder(declarations: readonly FactsDeclaration[]): readonly FactsDeclaration[] {
  const ordered = new Set<FactsDeclaration>()
  const add = (declaration: FactsDeclaration): void => {
    if (ordered.has(declaration)) return
    for (const needed of declaration.needs ?? []) add(needed)
    ordered.add(declaration)
  }
  for (const declaration of declarations) add(declaration)
  assertTablesDiffer([...ordered])
  return [...ordered]
}

function assertTablesDiffer(declarations: readonly FactsDeclaration[]): void {
  const owners = new Map<string, string>()
  for (const { name, schema } of declarations)
    for (const [, table = ''] of schema.matchAll(/CREATE TABLE (\w+)/g)) {
      const owner = owners.get(table)
      if (owner !== undefined) throw new Error(`facts: both ${owner} and ${name} declare the table ${table}`)
      owners.set(table, name)
    }
}
