import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type PlantedFault, plantedFaults } from './planted-faults.ts'

// Plants one fault after the other in a copy of the tree and runs the tests that must see it: `npm run faults:plant [WORD …]`, where the
// words choose faults by their names. Ends with 1 where one was missed, or where the list is out of date.

const outcome = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})
type Outcome = z.infer<typeof outcome>

/** For the tests of one fault, beside whatever else the machine does. */
const WAIT_MS = 30 * 60_000

const root = resolve(import.meta.dirname, '../..')
const words = process.argv.slice(2)
const chosen = plantedFaults.filter(({ fault }) => words.length === 0 || words.some((word) => fault.includes(word)))
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .trim()
  .split('\n')
const production = files.filter(
  (file) => /^(shared|services)\/.*\.ts$/.test(file) && !/\.(test|fixture)\.ts$/.test(file),
)

const copy = mkdtempSync(join(tmpdir(), 'planted-faults-'))
process.exitCode = 1
try {
  copyTree()
  process.exitCode = plantAll()
} finally {
  rmSync(copy, { recursive: true })
}

/** Read as it comes. */
function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function plantAll(): number {
  const texts = new Map(production.map((file) => [file, readFileSync(join(copy, file), 'utf8')]))
  const before = runTests(chosen.flatMap(({ tests }) => tests))
  if (before.testResults.some(({ status }) => status !== 'passed')) {
    print(`Without any fault: ${describe(before)}`)
    return 1
  }
  let missed = 0
  for (const fault of chosen) {
    const found = [...texts].filter(([, text]) => text.includes(fault.exactText))
    const [place] = found
    const times = place === undefined ? 0 : place[1].split(fault.exactText).length - 1
    if (place === undefined || found.length !== 1 || times !== 1) {
      print(`OUT OF DATE  ${fault.fault}: its text stands ${found.length === 1 ? times : found.length} times`)
      missed += 1
      continue
    }
    const caughtBy = plant(fault, ...place)
    print(
      `${caughtBy === undefined ? 'MISSED      ' : 'caught      '} ${fault.fault}\n             ${caughtBy ?? place[0]}`,
    )
    if (caughtBy === undefined) missed += 1
  }
  print(`${chosen.length - missed} of ${chosen.length} caught.`)
  return missed === 0 ? 0 : 1
}

/** The first test that saw it. */
function plant({ exactText, replacement, tests }: PlantedFault, file: string, text: string): string | undefined {
  writeFileSync(
    join(copy, file),
    text.replace(exactText, () => replacement),
  )
  try {
    const after = runTests(tests)
    return after.testResults.some(({ status }) => status !== 'passed') ? describe(after) : undefined
  } finally {
    writeFileSync(join(copy, file), text)
  }
}

function runTests(names: readonly string[]): Outcome {
  const wanted = [...new Set(names)].map((name) => {
    const [file, ...others] = files.filter((path) => path.endsWith(`/${name}.test.ts`))
    if (file === undefined || others.length > 0) throw new Error(`${name}.test.ts: ${others.length + 1} files, not one`)
    return file
  })
  const report = join(copy, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const options = [
    '--project',
    'quick',
    '--project',
    'all',
    '--maxWorkers=1',
    '--reporter=json',
    `--outputFile=${report}`,
    // What is slow beside other work is not a fault that was seen.
    '--testTimeout=240000',
  ]
  rmSync(report, { force: true })
  const { error } = spawnSync(process.execPath, [vitest, 'run', ...wanted, ...options], { cwd: copy, timeout: WAIT_MS })
  if (error) throw error
  return outcome.parse(JSON.parse(readFileSync(report, 'utf8')))
}

function describe({ testResults }: Outcome): string {
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  )
  // A file that does not even load catches nothing: that is the planter's mistake.
  if (failed.length === 0) throw new Error(testResults.map(({ message }) => message).join('\n'))
  return `${failed[0]?.fullName}${failed.length > 1 ? `, and ${failed.length - 1} more` : ''}`
}

/** Files as they stand, and links to the packages; those of the workspace lead into the copy. */
function copyTree(): void {
  for (const file of files) cpSync(join(root, file), join(copy, file))
  const packages = join(root, 'node_modules')
  mkdirSync(join(copy, 'node_modules/@welfare'), { recursive: true })
  for (const name of readdirSync(packages))
    if (name !== '@welfare' && !name.startsWith('.'))
      symlinkSync(join(packages, name), join(copy, 'node_modules', name))
  for (const name of readdirSync(join(packages, '@welfare')))
    symlinkSync(readlinkSync(join(packages, '@welfare', name)), join(copy, 'node_modules/@welfare', name))
}
