import { DatabaseSync } from 'node:sqlite'

/** SQLite databases in memory that outlive the process, by what is kept in them. */
export interface SimulatedDisk {
  file(name: string): string
}

/** The disks of one run. Databases are emptied and used again: making their tables would take a tenth of a run. */
export interface DiskCabinet {
  newDisk(): SimulatedDisk
  /** When nobody has anything open any more. */
  emptyAll(): void
}

interface Shelved {
  readonly uri: string
  /** The one connection that is always open: without it the database would be gone. */
  readonly keeper: DatabaseSync
  clearing: string | undefined
}

const shelves = new Map<string, Shelved[]>()
let made = 0

export function openDiskCabinet(): DiskCabinet {
  const inUse: { readonly name: string; readonly database: Shelved }[] = []
  return {
    newDisk() {
      const files = new Map<string, string>()
      return {
        file(name) {
          const known = files.get(name)
          if (known !== undefined) return known
          const database = shelves.get(name)?.pop() ?? makeDatabase(name)
          inUse.push({ name, database })
          files.set(name, database.uri)
          return database.uri
        },
      }
    },
    emptyAll() {
      for (const { name, database } of inUse.splice(0)) {
        database.clearing ??= clearingOf(database.keeper)
        database.keeper.exec(database.clearing)
        shelves.set(name, [...(shelves.get(name) ?? []), database])
      }
    },
  }
}

function makeDatabase(name: string): Shelved {
  const uri = `file:simulation-${name}-${made++}?mode=memory&cache=shared`
  return { uri, keeper: new DatabaseSync(uri), clearing: undefined }
}

/** Everything but what says whose copy it is; the checkpoint goes back to the beginning. */
function clearingOf(keeper: DatabaseSync): string {
  const tables = keeper.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const own = tables.map(({ name }) => String(name)).filter((name) => !/^(room_copy|sqlite_)/.test(name))
  const deletes = own.map((name) => `DELETE FROM ${name};`)
  return `BEGIN; ${deletes.join(' ')} UPDATE room_copy_checkpoint SET position = NULL, sequence = 0; COMMIT`
}
