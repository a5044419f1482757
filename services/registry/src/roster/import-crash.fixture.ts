import { readFileSync } from 'node:fs'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { startRegistry } from '../registry.fixture.ts'

/*
 * A process of its own: confirms a roster and kills itself, as a power cut would, in the middle of the import.
 * Arguments: folder, file, idempotency key, number of the command that is not survived.
 */
const [folder = '', file = '', key = '', lastCommand = ''] = process.argv.slice(2)

let commands = 0
function killAfter(runner: CommandRunner): CommandRunner {
  return {
    read: (decider, codec, stream, select) => runner.read(decider, codec, stream, select),
    execute(decider, codec, request) {
      commands++
      if (commands === Number(lastCommand)) process.kill(process.pid, 'SIGKILL')
      return runner.execute(decider, codec, request)
    },
  }
}

const registry = await startRegistry(folder, killAfter)
const programme = await registry.defineProgramme('632701')
process.stdout.write(`${programme}\n`)
await registry.upload(`/v1/programmes/${programme}/roster`, readFileSync(file), { 'idempotency-key': key })
