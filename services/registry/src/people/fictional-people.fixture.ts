import { fictionalNumber, fictionalRoster, type Registry } from '../registry.fixture.ts'
import type { RosterLine } from '../spreadsheet/roster-writer.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

export interface FictionalPerson {
  readonly id: string
  readonly name: string
  readonly identityNumber: string
}

/** Puts people on rosters, each with a number of their own. */
export function createFictionalPeople(registry: Registry, from = 0) {
  let next = from

  async function importLines(programme: string, lines: readonly RosterLine[]) {
    const path = `/v1/programmes/${programme}/roster?acceptErrors=true&confirmRows=2-999`
    const { status, body } = await registry.upload(path, await writeRoster(lines))
    if (status !== 202) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
    const { result } = await registry.finishJob(body.id)
    return Object(result) as {
      counts: Record<string, number>
      rows: { worker: string; status: string; reason?: string }[]
    }
  }

  return {
    importLines,
    /** Somebody new on the programme's roster. */
    async importSomebody(programme: string, more: RosterLine = {}): Promise<FictionalPerson> {
      const index = next++
      const [line] = fictionalRoster(1, more, index)
      const { rows } = await importLines(programme, [line ?? {}])
      return { id: rows[0]?.worker ?? '', name: line?.name ?? '', identityNumber: fictionalNumber(index) }
    },
    /** A number that nobody has yet. */
    nextNumber: () => fictionalNumber(next++),
  }
}
