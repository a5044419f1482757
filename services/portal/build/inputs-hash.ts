import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the pages are made of: their sources, what they share with the rest, their build, and the versions of everything installed. */
const inputs = [
  'services/portal/{pages,build}/**/*',
  'services/portal/package.json',
  'shared/contracts/src/**/*.ts',
  'services/verifier/src/**/*.ts',
  'package-lock.json',
]

/** @param root of the repository */
export function hashInputs(root: string): string {
  const hash = createHash('sha256')
  const files = globSync(inputs, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name) && entry.name !== 'schema.d.ts')
    .map(({ name, parentPath }) => join(parentPath, name))
    .sort()
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
