import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Import {
  readonly from: string
  /** `import type`: gone at run time. */
  readonly isType: boolean
}

export interface SourceFile {
  /** From the repository's root: `services/vouchers/src/wallets/wallet.decider.ts`. */
  readonly path: string
  readonly name: string
  readonly text: string
  /** The text without comments and without what stands in quotes. */
  readonly code: string
  readonly imports: readonly Import[]
}

/** What is not code: comments, regular expressions, whatever stands in quotes. */
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:\\'"`])\/\/.*/
const EXPRESSION = /(?<=[=(:,]\s?)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/
const QUOTED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/
const notCode = new RegExp([COMMENT, EXPRESSION, QUOTED].map(({ source }) => source).join('|'), 'g')

const root = join(import.meta.dirname, '..', '..')

/** Every TypeScript file of the application. */
export const sourceFiles: readonly SourceFile[] = globSync('{shared,services,test,infra}/**/*.{ts,tsx}', {
  cwd: root,
  // Types of the API are made, not written.
  exclude: (path) => path.split('/').includes('node_modules') || path.endsWith('.d.ts'),
})
  .sort()
  .map(readSource)

const byPath = new Map(sourceFiles.map((file) => [file.path, file]))

/** What runs outside of tests: reached from an entry point or from a service. */
export const shippedFiles: readonly SourceFile[] = [
  ...reachedFrom(
    sourceFiles.filter(({ path }) => path.includes('/src/') && /(\/main|\/compose|\.worker|\.service)\.ts$/.test(path)),
  ),
].filter(({ path }) => !path.startsWith('test/'))

/** The file itself, and what it imports within the application, however far; types too. */
export function reachedFrom(
  files: readonly SourceFile[],
  follow: (of: Import) => boolean = () => true,
): ReadonlySet<SourceFile> {
  const reached = new Set<SourceFile>()
  const waiting = [...files]
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    for (const one of file.imports.filter(follow)) {
      const target = fileOf(file, one)
      if (target) waiting.push(target)
    }
  }
  return reached
}

/** `undefined` for a package that is not of the application. */
export function fileOf(file: SourceFile, { from }: Import): SourceFile | undefined {
  if (from.startsWith('.')) return byPath.get(join(dirname(file.path), from))
  const [, folder, rest] = /^@welfare\/([a-z-]+)\/(.+)$/.exec(from) ?? []
  return ['shared', 'services'].map((place) => byPath.get(`${place}/${folder}/src/${rest}`)).find((found) => found)
}

/** `services/vouchers` of `services/vouchers/src/…`. */
export function packageOf({ path }: SourceFile): string {
  return path.split('/').slice(0, 2).join('/')
}

export function isTest({ name }: SourceFile): boolean {
  return name.endsWith('.test.ts')
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, name: path.slice(path.lastIndexOf('/') + 1), text, code: codeOf(text), imports: importsOf(text) }
}

function importsOf(text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?[^'"`;=()]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)
  const dynamic = text.matchAll(/(?<!\.)\bimport\(\s*'([^']+)'\s*\)/g)
  return [
    ...statements.map(([, type, from, bare]) => ({ from: from ?? bare ?? '', isType: type !== undefined })),
    ...dynamic.map(([, from]) => ({ from: from ?? '', isType: false })),
  ]
}

function codeOf(text: string): string {
  return text.replace(notCode, (found) => `''${'\n'.repeat(found.split('\n').length - 1)}`)
}
