import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fileOf, type Import, isTest, packageOf, type SourceFile, sourceFiles } from '../house/source-files.ts'

/** What a stranger pays for: what serves tests lies under `test/` or is named `.fixture`, and what shipped events were is under `golden/`. */
export const productionFiles: readonly SourceFile[] = sourceFiles.filter(
  (file) => /^(shared|services)\/[a-z-]+\/src\//.test(file.path) && !isTest(file) && !file.name.endsWith('.fixture.ts'),
)

const isByValue = ({ isType }: Import) => !isType

/** Files that reach each other, each group sorted; `follow` says which imports count. */
export function circles(
  files: readonly SourceFile[],
  follow: (of: Import) => boolean = () => true,
): readonly (readonly string[])[] {
  return stronglyConnected(
    files.map(({ path }) => path),
    (path) =>
      targetsOf
        .get(path)
        ?.filter(follow)
        .map(({ to }) => to) ?? [],
  )
}

/** Packages that import each other. */
export function packageCircles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const arrows = new Map<string, Set<string>>()
  for (const file of files) {
    const from = packageOf(file)
    const known = arrows.get(from) ?? new Set()
    for (const { to } of targetsOf.get(file.path) ?? []) known.add(to.split('/').slice(0, 2).join('/'))
    arrows.set(from, known)
  }
  return stronglyConnected([...arrows.keys()], (name) => [...(arrows.get(name) ?? [])].filter((to) => to !== name))
}

/** Folders with more production files than `atMost`, the fullest first. */
export function crowdedFolders(files: readonly SourceFile[], atMost: number): readonly (readonly [string, number])[] {
  const byFolder = Map.groupBy(files, ({ path }) => dirname(path))
  return [...byFolder]
    .map(([folder, { length }]) => [folder, length] as const)
    .filter(([, length]) => length > atMost)
    .sort(([, one], [, other]) => other - one)
}

/** Where a request waits until a copy of what others recorded has caught up. */
export function placesThatWait(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, code }) =>
    [...code.matchAll(/(?<!function )\bcaughtUp\((?!\): Promise)/g)].map(() => path),
  )
}

const targetsOf = new Map(
  sourceFiles.map((file) => [
    file.path,
    file.imports.flatMap((one) => {
      const target = fileOf(file, one)
      return target ? [{ ...one, to: target.path }] : []
    }),
  ]),
)

/** Groups of more than one name that reach each other, each sorted: Tarjan's algorithm, without recursion. */
export function stronglyConnected(names: readonly string[], next: (name: string) => readonly string[]): string[][] {
  const known = new Set(names)
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const groups: string[][] = []
  for (const start of names) {
    if (index.has(start)) continue
    const path = [{ name: start, left: [...next(start)] }]
    enter(start)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = top.left.pop()
      if (to === undefined) leave(path)
      else if (!known.has(to)) continue
      else if (!index.has(to)) {
        enter(to)
        path.push({ name: to, left: [...next(to)] })
      } else if (open.includes(to)) lower(top.name, index.get(to) ?? 0)
    }
  }
  return groups.sort((one, other) => other.length - one.length)

  function enter(name: string) {
    low.set(name, index.size)
    index.set(name, index.size)
    open.push(name)
  }
  function lower(name: string, to: number) {
    low.set(name, Math.min(low.get(name) ?? to, to))
  }
  function leave(path: { readonly name: string }[]) {
    const { name = '' } = path.pop() ?? {}
    const parent = path.at(-1)
    if (parent) lower(parent.name, low.get(name) ?? 0)
    if (low.get(name) !== index.get(name)) return
    const group = open.splice(open.indexOf(name))
    if (group.length > 1) groups.push(group.sort())
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lines = productionFiles.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0)
  const show = (title: string, rows: readonly unknown[]) =>
    process.stdout.write(`${title}: ${rows.length}\n${rows.map((row) => `  ${row}\n`).join('')}`)
  process.stdout.write(`${productionFiles.length} production files, ${lines} lines\n`)
  show('Circles by value', circles(productionFiles, isByValue))
  show('Circles, types too', circles(productionFiles))
  show('Circles of packages', packageCircles(productionFiles))
  show(
    'Folders of more than 25 files',
    crowdedFolders(productionFiles, 25).map((row) => row.join(' ')),
  )
  const waiting = Map.groupBy(placesThatWait(productionFiles), (path) => path.split('/').slice(0, 2).join('/'))
  process.stdout.write(`Places that wait: ${placesThatWait(productionFiles).length}\n`)
  for (const [name, { length }] of waiting) process.stdout.write(`  ${name} ${length}\n`)
}
