import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'

/**
 * Before SQLite opens it: nobody else may read the file, wherever it is moved to, nor what SQLite puts beside it. A file that is there is not
 * opened here: to close it would drop the locks of others in this process who have.
 */
export function keepToOwner(file: string): void {
  if (file === ':memory:' || file.startsWith('file:')) return
  if (existsSync(file)) chmodSync(file, 0o600)
  else closeSync(openSync(file, 'a', 0o600))
}
