import { spawnSync } from 'node:child_process'

export interface OutsideTool {
  /** Undefined where the machine has it; else why the test that needs it does not run. */
  readonly missing: string | undefined
  /** What it wrote and its exit code; both streams in one text, because tools differ in which they complain on. */
  run(words: readonly string[]): { readonly exitCode: number | null; readonly said: string }
}

/** Another program that judges our files. `from` says where it comes from, for a reader who misses it. */
export function outsideTool(program: string, from: string): OutsideTool {
  const isThere = spawnSync(program, ['--version'], { timeout: 20_000 }).status === 0
  return {
    missing: isThere ? undefined : `${program} is not installed (${from})`,
    run: (words) => run(program, words),
  }
}

/** A package of Python that judges our files, run by the `python3` of the machine. */
export function pythonTool(packageName: string, module: string): OutsideTool {
  const isThere = spawnSync('python3', ['-c', `import ${module}`], { timeout: 20_000 }).status === 0
  return {
    missing: isThere ? undefined : `${packageName} is not installed (PyPI)`,
    run: (words) => run('python3', words),
  }
}

function run(program: string, words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', timeout: 60_000 })
  return { exitCode: status, said: `${stdout}${stderr}` }
}

/** The title of a test that an outside program carries, with the reason when it is skipped. */
export function titled(title: string, { missing }: OutsideTool): string {
  return missing === undefined ? title : `${title} (skipped: ${missing})`
}
