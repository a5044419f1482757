import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { fictionalRoster, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

/*
 * A process of its own: imports people, erases one after the other, and kills itself, as a power cut would, as soon as the event of one
 * erasure is durable. Arguments: folder, how many people, which erasure is not survived.
 */
const [folder = '', people = '', lastErasure = ''] = process.argv.slice(2)

let erasures = 0
function killAfter(runner: CommandRunner): CommandRunner {
  return {
    read: (decider, codec, stream, select) => runner.read(decider, codec, stream, select),
    async execute(decider, codec, request) {
      const result = await runner.execute(decider, codec, request)
      if (Object(request.command).type === 'EraseWorker') erasures += 1
      if (erasures === Number(lastErasure)) process.kill(process.pid, 'SIGKILL')
      return result
    },
  }
}

const registry = await startRegistry(folder, killAfter)
const programme = await registry.defineProgramme('632701')
const bytes = await writeRoster(fictionalRoster(Number(people)))
const { body } = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
const { result } = await registry.finishJob(body.id)
const administrator = { 'welfare-actor': 'administrator/cellar-1' }
const erasure = { reason: 'retention-ended', retentionEndedOn: '2025-05-31' }
const workers: readonly string[] = Object(result).rows.map(({ worker }: { worker: string }) => worker)
process.stdout.write(JSON.stringify(workers))
for (const worker of workers) await registry.post(`/v1/workers/${worker}/restriction`, { reason: 'retention-ended' })
await Promise.all(workers.map((worker) => registry.post(`/v1/workers/${worker}/erasure`, erasure, administrator)))
