import type { Readable } from 'node:stream'
import type { Job } from '@welfare/http/jobs.ts'
import type { Actor } from '@welfare/http/route.ts'

/** Bundles that an auditor orders, watches and takes away. One is made at a time; after a day it is gone, and after a restart what was not ready. */
export interface Bundles {
  /** The same order again changes nothing. @returns the job; the one that is being made, where that is another */
  order(id: string, actor: Actor): Promise<Job>
  read(id: string): Promise<Job | undefined>
  /** While it is being made; one that is ready stays. @returns what became of it, once nothing is written any more */
  breakOff(id: string): Promise<Job | undefined>
  /** The archive's bytes; undefined where it is not ready, or gone. */
  open(id: string): Readable | undefined
}
