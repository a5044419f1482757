import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import { z } from 'zod'

const announcementSchema = z.strictObject({
  url: z.url(),
  /** Of the operator, who may read this file: by role, good until the server ends. */
  tokens: z.strictObject({ officer: z.string(), auditor: z.string(), administrator: z.string() }),
  pid: z.int(),
  startedAt: z.iso.datetime(),
  ledger: z.string(),
  epoch: z.int(),
  /** A copied folder carries the file along; its path tells that it is not the one being served. */
  dataFolder: z.string(),
})
export type ServerAnnouncement = z.infer<typeof announcementSchema>

const VERSION_TIMEOUT_MS = 2_000

/** Says where the ledger is served. Only the holder of the ledger's lock may write or remove it. */
export function announceServer(folder: DataFolder, announced: Omit<ServerAnnouncement, 'dataFolder' | 'pid'>): void {
  const announcement: ServerAnnouncement = { ...announced, pid: process.pid, dataFolder: realpathSync(folder.root) }
  writeFileSync(`${folder.serverFile}.unfinished`, JSON.stringify(announcement), { mode: 0o600 })
  renameSync(`${folder.serverFile}.unfinished`, folder.serverFile)
}

export function removeAnnouncement(folder: DataFolder): void {
  rmSync(folder.serverFile, { force: true })
}

/** The server that has the folder's ledger open; undefined where none answers, whatever a killed one left behind. */
export async function findServer(folder: DataFolder): Promise<ServerAnnouncement | undefined> {
  const announced = readAnnouncement(folder)
  if (announced === undefined || announced.dataFolder !== realpathSync(folder.root)) return undefined
  const version = await fetchVersion(announced.url)
  return version?.ledger === announced.ledger && version.epoch === announced.epoch ? announced : undefined
}

function readAnnouncement({ serverFile }: DataFolder): ServerAnnouncement | undefined {
  let text: string
  try {
    text = readFileSync(serverFile, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const parsed = announcementSchema.safeParse(parseJson(text))
  return parsed.success ? parsed.data : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The ledger that is served there; undefined where none answers. */
export async function ledgerAt(url: string): Promise<string | undefined> {
  return (await fetchVersion(url))?.ledger
}

const versionSchema = z.object({ ledger: z.string(), epoch: z.int() })

async function fetchVersion(url: string): Promise<z.infer<typeof versionSchema> | undefined> {
  try {
    const response = await fetch(`${url}/version`, { signal: AbortSignal.timeout(VERSION_TIMEOUT_MS) })
    const parsed = versionSchema.safeParse(await response.json())
    return parsed.success ? parsed.data : undefined
  } catch {
    // Nobody answers there, or somebody who is not a ledger: the announcement is stale.
    return undefined
  }
}
