import { describe, expect, it, test } from 'vitest'
import {
  fileOf,
  type Import,
  packageOf,
  reachedFrom,
  type SourceFile,
  shippedFiles,
  sourceFiles,
} from './source-files.ts'

/** Breaches as `file ← import`, so that a failure names the place. */
function breaches(files: readonly SourceFile[], isAllowed: (of: Import, file: SourceFile) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((one) => !isAllowed(one, file)).map(({ from }) => `${file.path} ← ${from}`),
  )
}

const inPackage = (folder: string) => shippedFiles.filter(({ path }) => path.startsWith(`${folder}/src/`))
const isRelative = ({ from }: Import) => from.startsWith('.')
const isBuiltIn = ({ from }: Import) => from.startsWith('node:') && from !== 'node:sqlite'
const isOneOf =
  (...allowed: readonly string[]) =>
  ({ from }: Import) =>
    allowed.includes(from)
const isOf =
  (...packages: readonly string[]) =>
  ({ from }: Import) =>
    packages.some((one) => from.startsWith(`@welfare/${one}/`))
const isDecider = ({ from }: Import) => from === '@welfare/event-store/decider/decider.ts'
const adapters = { 'event-store': ['sqlite', 'eventstoredb'], messaging: ['in-process', 'kafka'] } as const
const adapterNames = Object.values(adapters).flat().join('|')
const isAdapter = ({ from }: Import) =>
  Object.entries(adapters).some(([port, names]) => new RegExp(`^@welfare/${port}/(${names.join('|')})/`).test(from))
/** Lowest first: each may import those before it. */
const layers = [
  ...['contracts', 'event-store', 'messaging', 'process', 'keys', 'facts', 'http', 'approvals'],
  ...['service-host', 'printouts'],
]
/** The only places that construct adapters. */
const composes = ({ path }: SourceFile) =>
  /\/(main|compose)\.ts$|\.worker\.ts$|^services\/standalone\/|^shared\/service-host\//.test(path)
const services = [...new Set(sourceFiles.map(packageOf).filter((folder) => folder.startsWith('services/')))]
const serviceNames = services.map((folder) => folder.slice('services/'.length)).filter((name) => name !== 'standalone')

test('the walk finds the house', () => {
  expect(serviceNames).toEqual(
    expect.arrayContaining(['deliveries', 'funds', 'programmes', 'registry', 'reports', 'vouchers']),
  )
  expect(shippedFiles.length).toBeGreaterThan(150)
  expect(shippedFiles.map(({ path }) => path)).toContain('shared/contracts/src/money-legs.ts')
  expect(shippedFiles.map(({ path }) => path)).not.toContain('services/vouchers/src/vouchers-world.fixture.ts')
})

test('every import statement is seen', () => {
  for (const { path, text, imports } of sourceFiles)
    expect(imports.length, path).toBe(
      text.match(/^(import|export|\}).* from '|^import '|(?<!\.)\bimport\('/gm)?.length ?? 0,
    )
})

test('every import within the house leads to a file', () => {
  const isInside = ({ from }: Import) => from.startsWith('@welfare/') || /^\..*(?<!\.d)\.ts$/.test(from)
  expect(breaches(sourceFiles, (one, file) => !isInside(one) || fileOf(file, one) !== undefined)).toEqual([])
})

describe('who may import whom', () => {
  it('contracts: zod only', () => {
    expect(breaches(inPackage('shared/contracts'), (one) => isRelative(one) || one.from === 'zod')).toEqual([])
  })

  it('decider: nothing', () => {
    const deciding = inPackage('shared/event-store').filter(({ path }) => path.includes('/src/decider/'))
    expect(deciding.length).toBeGreaterThan(0)
    expect(breaches(deciding, isRelative)).toEqual([])
  })

  it('ports and command runner: decider, uuid, canonicalize', () => {
    const files = ['shared/event-store', 'shared/messaging']
      .flatMap(inPackage)
      .filter(({ path }) => !new RegExp(`/src/(${adapterNames})/`).test(path))
    const isAllowed = (one: Import) =>
      (isRelative(one) && !new RegExp(`/(${adapterNames})/`).test(one.from)) ||
      isBuiltIn(one) ||
      isDecider(one) ||
      isOneOf('uuid', 'canonicalize', '@welfare/event-store/port.ts', '@welfare/event-store/position-token.ts')(one)
    expect(breaches(files, isAllowed)).toEqual([])
  })

  it('an adapter: its port and its one driver', () => {
    const files = shippedFiles.filter(({ path }) => new RegExp(`^shared/[a-z-]+/src/(${adapterNames})/`).test(path))
    const drivers: Readonly<Record<string, readonly string[]>> = {
      '/eventstoredb/': ['@eventstore/db-client'],
      '/kafka/': ['kafkajs'],
    }
    const isDriverOf = (one: Import, { path }: SourceFile) =>
      Object.entries(drivers).some(
        ([folder, names]) =>
          path.includes(folder) && names.some((name) => one.from === name || one.from.startsWith(`${name}/`)),
      )
    const isAllowed = (one: Import, file: SourceFile) =>
      isRelative(one) || one.from.startsWith('node:') || isOf('event-store')(one) || isDriverOf(one, file)
    expect(files.length).toBeGreaterThan(30)
    expect(breaches(files, isAllowed)).toEqual([])
  })

  it.each([
    ['@eventstore/db-client', 'shared/event-store/src/eventstoredb/'],
    ['kafkajs', 'shared/messaging/src/kafka/'],
  ])('%s: in one folder alone', (driver, folder) => {
    const importers = shippedFiles.filter(({ imports }) => imports.some(({ from }) => from.startsWith(driver)))
    expect(importers.length).toBeGreaterThan(0)
    expect(importers.filter(({ path }) => !path.startsWith(folder)).map(({ path }) => path)).toEqual([])
  })

  it('shared: only what stands below', () => {
    const folders = [...new Set(sourceFiles.map(packageOf).filter((folder) => folder.startsWith('shared/')))]
    expect(folders.toSorted()).toEqual(layers.map((name) => `shared/${name}`).toSorted())
    const isBelow = (one: Import, file: SourceFile) => {
      const target = fileOf(file, one)
      if (target === undefined || target.path.startsWith('test/')) return true
      const height = layers.indexOf(packageOf(file).slice('shared/'.length))
      return layers.slice(0, height + 1).some((name) => packageOf(target) === `shared/${name}`)
    }
    const shared = sourceFiles.filter(({ path }) => path.startsWith('shared/'))
    expect(breaches(shared, isBelow)).toEqual([])
  })

  it('nobody imports infra/, in tests neither: infra imports the product', () => {
    const product = sourceFiles.filter(({ path }) => /^(shared|services)\//.test(path))
    expect(breaches(product, (one, file) => !fileOf(file, one)?.path.startsWith('infra/'))).toEqual([])
  })

  it('the verifier: nothing but node itself, so that it errs on its own', () => {
    const files = sourceFiles.filter(
      ({ path, name }) => path.startsWith('services/verifier/src/') && !/test|fixture/.test(name),
    )
    expect(files.length).toBeGreaterThan(5)
    expect(breaches(files, (one) => isRelative(one) || one.from.startsWith('node:'))).toEqual([])
  })

  it('pages: of ours contracts alone, and of those only files that need nothing, so that a page knows HTTP and no more', () => {
    const inPages = sourceFiles.filter(
      (file) => /^services\/portal\/pages\//.test(file.path) && !/\.(test|fixture)\.tsx?$/.test(file.name),
    )
    expect(inPages.length).toBeGreaterThan(200)
    const isOfPages = (path = '') => path.startsWith('services/portal/pages/')
    const isOurs = (one: Import, file: SourceFile) =>
      isRelative(one) || one.from.startsWith('@welfare/') ? fileOf(file, one) : undefined
    expect(
      breaches(inPages, (one, file) => {
        const target = isOurs(one, file)
        return !target || isOfPages(target.path) || target.path.startsWith('shared/contracts/src/')
      }),
    ).toEqual([])
    const loaded = [...reachedFrom(inPages, ({ isType }) => !isType)].filter(({ path }) => !isOfPages(path))
    expect(loaded.map(({ path }) => path)).toContain('shared/contracts/src/money.ts')
    expect(breaches(loaded, (one) => one.isType || isRelative(one))).toEqual([])
  })

  it('what is shipped imports no fixture, and nothing of test/', () => {
    expect(breaches(shippedFiles, ({ from }) => !/\.(fixture|test)\.ts$|\/test\//.test(from))).toEqual([])
  })

  it.each(serviceNames)('%s imports no other service, in its tests neither', (service) => {
    // A test of the gateway holds every service behind it.
    const mayCompose = ({ path }: SourceFile) => /\/gateway[\w-]*\.fixture\.ts$/.test(path)
    const files = sourceFiles.filter((file) => file.path.startsWith(`services/${service}/`) && !mayCompose(file))
    const isAllowed = (one: Import, file: SourceFile) => {
      const target = fileOf(file, one)
      return target === undefined || target.path.startsWith(`services/${service}/`) || target.path.startsWith('shared/')
    }
    expect(files.length).toBeGreaterThan(5)
    expect(breaches(files, isAllowed)).toEqual([])
  })

  it('only what composes constructs adapters', () => {
    expect(
      breaches(
        shippedFiles.filter((file) => !composes(file)),
        (one) => !isAdapter(one),
      ),
    ).toEqual([])
  })

  it('node:sqlite stays in the store adapter and in files named .store.ts', () => {
    const mayOpen = ({ path }: SourceFile) =>
      path.startsWith('shared/event-store/src/sqlite/') || path.endsWith('.store.ts')
    expect(breaches(shippedFiles, (one, file) => one.from !== 'node:sqlite' || one.isType || mayOpen(file))).toEqual([])
  })
})

describe('what decides', () => {
  const deciders = shippedFiles.filter(({ name }) => name.endsWith('.decider.ts') || name === 'postings.ts')
  const processes = shippedFiles.filter(({ name }) => name.endsWith('.process.ts'))
  const pure = [...reachedFrom(deciders)].filter(({ path }) => !path.startsWith('shared/contracts/src/events/'))

  it('is made of contracts and decider alone, with everything it imports', () => {
    expect(deciders.length).toBeGreaterThan(15)
    const isAllowed = (one: Import, file: SourceFile) =>
      isRelative(one) ||
      isOf('contracts')(one) ||
      isDecider(one) ||
      (one.from === 'zod' && file.path.startsWith('shared/contracts/'))
    expect(breaches(pure, isAllowed)).toEqual([])
  })

  it('knows no time, chance, waiting or surroundings', () => {
    const forbidden =
      /\b(async|await|Promise|setTimeout|setInterval|process|fetch|crypto|performance|Math\.random|Date\.now)\b|\bnew Date\(\)/
    const found = [...pure, ...processes].filter(({ code }) => forbidden.test(code))
    expect(found.map(({ path, code }) => `${path}: ${forbidden.exec(code)?.[0]}`)).toEqual([])
  })

  it('a process imports beside that only what runs processes, and its own copy as a type', () => {
    const isAllowed = (one: Import) =>
      (isRelative(one) && (one.isType || !/\.(store|routes|service|consumer)\.ts$/.test(one.from))) ||
      isOf('contracts')(one) ||
      isDecider(one) ||
      isOneOf('@welfare/event-store/derived-id.ts', '@welfare/facts/process-manager.ts')(one) ||
      (one.isType && one.from.startsWith('@welfare/'))
    expect(processes.length).toBeGreaterThan(3)
    expect(breaches(processes, isAllowed)).toEqual([])
  })
})
