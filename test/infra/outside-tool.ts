import { spawnSync } from 'node:child_process'

export interface OutsideTool {
  /** Undefined where the machine has it; else why the test that needs it does not run. */
  readonly missing: string | undefined
  /** What it wrote and its exit code; both streams in one text, because tools differ in which they complain on. */
  run(words: readonly string[]): { readonly exitCode: number | null; readonly said: string }
}

/** Another program that judges our files. `from` says where it comes from, for whoever misses it. */
export function outsideTool(program: string, from: string): OutsideTool {
  const isThere = spawnSync(program, ['--version'], { timeout: 20_000 }).error === undefined
  return {
    missing: isThere ? undefined : `${program} is not installed (${from})`,
    run(words) {
      const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', timeout: 60_000 })
      return { exitCode: status, said: `${stdout}${stderr}` }
    },
  }
}

/** The title of a test that an outside program carries, with the reason when it is skipped. */
export function titled(title: string, { missing }: OutsideTool): string {
  return missing === undefined ? title : `${title} (skipped: ${missing})`
}
