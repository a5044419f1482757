import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const here = import.meta.dirname

/** Everything that is collected or kept here can be deleted; it comes again. */
export const runtimeFolder = join(here, '.runtime')

/**
 * The folder with a whole Kafka server, collected from Maven Central at the first call.
 * @throws KafkaUnavailableError where Java or Maven is missing, or Maven Central cannot be reached
 */
export async function collectJars(): Promise<string> {
  await tool('java', ['-version'])
  const jars = join(runtimeFolder, 'libs')
  if (existsSync(jars)) return jars
  mkdirSync(runtimeFolder, { recursive: true })
  const collected = mkdtempSync(join(runtimeFolder, 'libs-'))
  try {
    await tool('mvn', [
      ...['--batch-mode', '--quiet', '--file', join(here, 'pom.xml')],
      ...['dependency:copy-dependencies', `-DoutputDirectory=${collected}`, '-DincludeScope=runtime'],
    ])
    // All or nothing: who comes at the same time finds the whole folder or none.
    if (!existsSync(jars)) renameSync(collected, jars)
  } finally {
    rmSync(collected, { recursive: true, force: true })
  }
  return jars
}

/** No broker can be started on this machine; the message says why. */
export class KafkaUnavailableError extends Error {
  override readonly name = 'KafkaUnavailableError'
}

/** Maven asks a registry that may not answer; five minutes are a slow line, not a broken one. */
const TOOL_TIMEOUT_MS = 300_000

async function tool(name: string, words: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(name, words, { timeout: TOOL_TIMEOUT_MS })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)
    throw new KafkaUnavailableError(`${name}: ${reason}`, { cause: error })
  }
}
