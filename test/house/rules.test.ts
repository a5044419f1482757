import { describe, expect, it } from 'vitest'
import { isTest, type SourceFile, shippedFiles, sourceFiles } from './source-files.ts'

/** What a file is, by the last word before `.ts`; a new role is a decision, not a habit. */
const roles = [
  ...[
    'decider',
    'commands',
    'state',
    'process',
    'projection',
    'queries',
    'routes',
    'service',
    'contract',
    'store',
    'facts',
  ],
  ...['worker', 'consumer', 'context', 'schema', 'cli', 'd'],
  ...['test', 'all', 'long', 'property', 'http', 'deciders', 'fixture', 'child', 'concurrency'],
]
const LONGEST_FILE = 300
/** A table of cases may go on for longer than a thought. */
const LONGEST_TEST = 450
/** Sentences take their room: six lines each. */
const LONGEST_CATALOGUE = 600

function linesWith(pattern: RegExp, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, code }) =>
    code.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  )
}

const ours = sourceFiles.filter(({ path }) => !path.startsWith('test/'))
const services = shippedFiles.filter(
  ({ path }) => path.startsWith('services/') && !path.startsWith('services/standalone/'),
)

describe('names of files', () => {
  it('are kebab-case, with a known role', () => {
    const name = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${roles.join('|')}))*\\.tsx?$`)
    expect(sourceFiles.filter((file) => !name.test(file.name)).map(({ path }) => path)).toEqual([])
  })

  it('say something', () => {
    expect(sourceFiles.filter(({ name }) => /^(utils?|helpers?|common|misc|index)\.ts$/.test(name))).toEqual([])
  })
})

describe('files', () => {
  it(`are at most ${LONGEST_FILE} lines long, tests and what serves them ${LONGEST_TEST}`, () => {
    const limitOf = (file: SourceFile) => {
      if (file.path.includes('/problem-sentences/')) return LONGEST_CATALOGUE
      return shippedFiles.includes(file) ? LONGEST_FILE : LONGEST_TEST
    }
    const lengths = sourceFiles.map((file) => ({ file, lines: file.text.trimEnd().split('\n').length }))
    const long = lengths.filter(({ file, lines }) => lines > limitOf(file))
    expect(long.map(({ file, lines }) => `${file.path}: ${lines}`)).toEqual([])
  })

  it('hold no note of what is still to do', () => {
    const notes = sourceFiles.filter(
      ({ path, text }) => !path.startsWith('test/house/') && /\b(TODO|FIXME|XXX|HACK)\b/.test(text),
    )
    expect(notes.map(({ path }) => path)).toEqual([])
  })

  it('export by name', () => {
    expect(linesWith(/^export default\b/, sourceFiles)).toEqual([])
    expect(linesWith(/^export \* from\b/, sourceFiles)).toEqual([])
  })
})

describe('types', () => {
  it('are said: no any', () => {
    expect(linesWith(/(:|\bas|<|\||=>)\s*any\b|\bany\[\]/, ours)).toEqual([])
  })

  it('are not argued with: no cast over unknown, no exclamation mark', () => {
    expect(linesWith(/\bas unknown as\b/, sourceFiles)).toEqual([])
    expect(linesWith(/[\w)\]]!(?=[.,;)\]]|\[|\s*$)/, ours)).toEqual([])
  })

  it('are erasable', () => {
    expect(linesWith(/^\s*(export )?(const )?enum\b|^\s*(export )?namespace\s+\w/, sourceFiles)).toEqual([])
    expect(
      linesWith(/constructor\((?:[^)]*,\s*)?(?:private|public|protected|readonly)\s+\w+\s*[:?]/, sourceFiles),
    ).toEqual([])
  })
})

describe('surroundings', () => {
  it('the environment is read in one place', () => {
    const readers = shippedFiles.filter(({ path }) => path !== 'shared/process/src/config.ts')
    expect(linesWith(/\bprocess\.env\b/, readers)).toEqual([])
  })

  it('nobody writes to the console but the command line', () => {
    const silent = shippedFiles.filter(({ path }) => !path.startsWith('services/standalone/src/'))
    expect(linesWith(/\bconsole\.|\bprocess\.std(out|err)\b/, silent)).toEqual([])
  })

  it('rooms are told the time and leave nothing to chance', () => {
    expect(linesWith(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/, services)).toEqual([])
  })

  it('money is computed in money.ts', () => {
    // The demonstration makes up what people do; what it makes up is no entry of a book.
    const elsewhere = /^shared\/contracts\/src\/money\.ts$|^services\/standalone\/src\/demo\//
    const files = shippedFiles.filter(({ path }) => !elsewhere.test(path))
    expect(linesWith(/Fen\s*[*/]\s|Fen\b\)?\s*[+-]=?\s|\s[+*/]\s*[\w.]*Fen\b/, files)).toEqual([])
  })

  it('percentages are computed in percentages.ts, calendar days in days.ts', () => {
    // Sizing a cluster is no report; the verifier imports nothing. In `code` nothing is left of quoted text: the texts are looked through.
    const elsewhere = /^shared\/contracts\/src\/(percentages|days)\.ts$|^infra\/|^services\/verifier\//
    const files = shippedFiles.filter(({ path }) => !elsewhere.test(path))
    const texts = files.map((file) => ({ ...file, code: file.text }))
    expect(linesWith(/\}%|['"`]%['"`]|\* ?(100|1_?000)n?\)? \/|\bperMille\b|\btoPrecision\(/, texts)).toEqual([])
    expect(linesWith(/86_?400_?000|24 \* 60 \* 60 \* 1_?000|\bfunction (addDays|daysBetween|isDay)\b/, texts)).toEqual(
      [],
    )
  })

  it('no test waits for time instead of a condition', () => {
    const sleeps = /await new Promise\([^)]*\)\s*=>\s*setTimeout|await (delay|sleep)\(\d/
    expect(linesWith(sleeps, sourceFiles.filter(isTest))).toEqual([])
  })

  it('no test is left out or left alone', () => {
    expect(linesWith(/\b(it|test|describe)\.(only|skip|todo)\b/, sourceFiles.filter(isTest))).toEqual([])
  })
})
