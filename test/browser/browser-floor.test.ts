import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { targets } from '../../services/portal/build/vite-configs.ts'
import { builtPages } from '../../services/portal/src/pages.ts'
import { type Newer, newerThan } from './browser-floor.ts'

/** What looks newer than it is. */
const seenByEye = [
  // A rectangle of echarts has a method of that name; sets are not used there.
  { file: /^assets\/chart-/, what: '.union(…)' },
  // @noble/hashes asks first whether the browser has it.
  { file: /^assets\/verify\.worker-/, what: 'Uint8Array.fromHex' },
]

it.each([
  ['class A { static { a() } }', 'StaticBlock'],
  ['const b = Object.groupBy([], (x) => x)', 'Object.groupBy'],
  ['f(structuredClone({}))', 'structuredClone'],
  ['[].toSorted()', '.toSorted(…)'],
  ['x.at(-1)', '.at(…)'],
  ['const r = /[\\p{L}--[a-z]]/v', '/…/v'],
  ['class A { #x; has(o) { return #x in o } }', '#private in'],
])('%s is seen to be newer than Chrome 87', (script, what) => {
  const folder = mkdtempSync(join(tmpdir(), 'welfare-floor-'))
  writeFileSync(join(folder, 'script.js'), script)
  expect(newerThan(87, folder).map((found) => found.what)).toEqual([what])
  rmSync(folder, { recursive: true })
})

// Built by `npm ci`; a checkout without build tools has none.
it.skipIf(!existsSync(builtPages)).each(Object.entries(targets))(
  'the %s runs on its oldest browser, %s',
  (app, target) => {
    const floor = Number(target.replace('chrome', ''))
    const isSeen = ({ file, what }: Newer) => seenByEye.some((seen) => seen.file.test(file) && seen.what === what)
    expect(newerThan(floor, join(builtPages, app)).filter((found) => !isSeen(found))).toEqual([])
  },
)
