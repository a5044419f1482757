import { open, readFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'

/**
 * Writes a file as its parts arrive; it appears under its name when it is complete and on disk, or not at all.
 * @param unfinished what it is called until then: who writes the same file at once gives each attempt a name
 */
export async function writeFileWhole(
  file: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string>,
  unfinished = `${file}.unfinished`,
): Promise<void> {
  const handle = await open(unfinished, 'w', 0o600)
  try {
    for await (const chunk of chunks) await handle.appendFile(chunk)
    await handle.sync()
  } catch (error) {
    await handle.close()
    await rm(unfinished)
    throw error
  }
  await handle.close()
  await rename(unfinished, file)
}

/** What a JSON file tells. Undefined where it is not there, or tells nothing of the kind: cut off by a version that wrote it in place. */
export async function readTold<Told>(file: string, schema: z.ZodType<Told>): Promise<Told | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
