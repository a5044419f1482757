import { open, rename, rm } from 'node:fs/promises'

/** Writes a file as its parts arrive; it appears under its name when it is complete, or not at all. */
export async function writeFileWhole(file: string, chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
  const unfinished = `${file}.unfinished`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    for await (const chunk of chunks) await handle.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    await handle.sync()
  } catch (error) {
    await handle.close()
    await rm(unfinished)
    throw error
  }
  await handle.close()
  await rename(unfinished, file)
}
