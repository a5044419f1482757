import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Three megabytes of memory as a disk; `undefined` where we may not mount. */
export function mountSmallDisk(): string | undefined {
  const disk = join(tmpdir(), `small-disk-${randomUUID()}`)
  mkdirSync(disk)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk])
  if (status === 0) return disk
  rmdirSync(disk)
  return undefined
}

export async function unmount(disk: string): Promise<void> {
  execFileSync('umount', [disk])
  await rm(disk, { recursive: true })
}
