import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configNames } from '@welfare/process/config.ts'
import { describe, expect, it } from 'vitest'
import { shippedFiles, sourceFiles } from './source-files.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const linesOf = (path: string) => read(path).trimEnd().split('\n').length

/** What is written for readers. Entries of the two lists of changes and decisions say what was, under the names of then. */
const documents = globSync(['*.md', '{shared,services,infra,test}/**/*.md'], {
  cwd: root,
  exclude: (path) => path.split('/').includes('node_modules'),
}).filter((path) => !['CHANGELOG.md', 'DECISIONS.md'].includes(path))

it.each([
  ['README.md', 120],
  ['README.zh-CN.md', 120],
  ['CONTRIBUTING.md', 100],
])('%s: at most %i lines', (path, most) => {
  expect(linesOf(path)).toBeLessThanOrEqual(most)
})

it('each package says in at most 30 lines what it is for', () => {
  const packages = globSync('{shared,services}/*/package.json', { cwd: root }).map((path) => dirname(path))
  expect(packages.length).toBeGreaterThan(15)
  const wanting = packages.filter((path) => {
    const readme = `${path}/README.md`
    return !existsSync(join(root, readme)) || linesOf(readme) > 30
  })
  expect(wanting).toEqual([])
})

describe('README: where something is decided, stored, posted, reported', () => {
  const named = [...read('README.md').matchAll(/`(\w+)` in \[[\w.-]+\]\(([\w./-]+)\)/g)]

  it('has a row for each', () => {
    for (const thing of [
      'redemption',
      'donation',
      'receipt at a site',
      'hand-out',
      'statement',
      'payment of statements',
    ])
      expect(read('README.md')).toMatch(`\n| ${thing} |`)
    expect(named.length).toBeGreaterThanOrEqual(17)
  })

  it.each(named.map(([, name = '', path = '']) => [name, path]))('%s in %s', (name, path) => {
    expect(read(path)).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

describe('documents', () => {
  it('link to what is there', () => {
    const broken = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter(
          (target) => !existsSync(target.startsWith('/') ? join(root, target) : join(root, dirname(path), target)),
        )
        .map((target) => `${path}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('name files and commands that are there', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
    const missing = documents.flatMap((path) => {
      const paths = [...read(path).matchAll(/`((?:shared|services|infra|test)\/[\w./-]+)`/g)].map(
        ([, name = '']) => name,
      )
      const runs = [...read(path).matchAll(/\bnpm run ([a-z][\w:]*)/g)].map(([, name = '']) => name)
      return [
        // Passwords are made by a script.
        ...paths.filter((name) => !name.startsWith('infra/secrets/') && !existsSync(join(root, name))),
        ...runs.filter((name) => !scripts.includes(name)),
      ].map((name) => `${path}: ${name}`)
    })
    expect(missing).toEqual([])
  })

  it('name every setting, and none that is not there', () => {
    const named = new Set(documents.flatMap((path) => read(path).match(/\bWELFARE_[A-Z_]+[A-Z]\b(?!_)/g) ?? []))
    const settings = new Set(configNames.filter((name) => name.startsWith('WELFARE_')))
    expect([...settings.difference(named)]).toEqual([])
    expect([...named.difference(new Set(configNames))]).toEqual([])
  })

  it('name routes that are there', () => {
    const segmentsOf = (route: string) => route.split('/').map((part) => (/[{$<:\d]/.test(part) ? '*' : part))
    const routes = shippedFiles
      .flatMap(({ text }) => [...text.matchAll(/['`](\/v1\/[^'`?\s]+)['`]/g)])
      .map(([, route = '']) => segmentsOf(route))
    const isThere = (route: string) => {
      const named = segmentsOf(route)
      return routes.some(
        (known) =>
          known.length === named.length &&
          known.every((part, index) => part === '*' || named[index] === '*' || part === named[index]),
      )
    }
    const missing = documents.flatMap((path) =>
      [...read(path).matchAll(/(?<![\w.])\/v1\/(?:\{\w+\}|<\w+>|[\w$./-])+/g)]
        .map(([route]) => route.replace(/[./]+$/, ''))
        .filter((route) => !isThere(route))
        .map((route) => `${path}: ${route}`),
    )
    expect(missing).toEqual([])
  })

  it('and comments refer to no document that is not here', () => {
    const here = new Set(documents.map((path) => path.slice(path.lastIndexOf('/') + 1)))
    for (const name of ['CHANGELOG.md', 'DECISIONS.md']) here.add(name)
    const elsewhere = /\b(?:FACTS|DESIGN|STYLE|STACK)\b|§ ?\d|\bthe (?:stack page|plan (?:named?|calls|says|page))\b/
    const texts = [
      ...sourceFiles.filter(({ path }) => !path.startsWith('test/house/')),
      ...[...documents, 'CHANGELOG.md', 'DECISIONS.md'].map((path) => ({ path, text: read(path) })),
    ]
    const found = texts.flatMap(({ path, text }) => {
      const names = [...text.matchAll(/\b[A-Z][A-Za-z-]*(?:\.zh-CN)?\.md\b/g)].map(([name]) => name)
      return [...names.filter((name) => !here.has(name)), ...(elsewhere.exec(text) ?? [])].map(
        (what) => `${path}: ${what}`,
      )
    })
    expect(found).toEqual([])
  })
})
