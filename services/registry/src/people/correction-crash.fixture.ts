import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { startRegistry } from '../registry.fixture.ts'
import { createFictionalPeople } from './fictional-people.fixture.ts'

/*
 * A process of its own: corrects a number, or merges two records, and kills itself, as a power cut would, before one of the commands.
 * Arguments: folder, `correct` or `merge`, number of the command that is not survived, idempotency key. Says whom it was about.
 */
const [folder = '', act = '', lastCommand = '', key = ''] = process.argv.slice(2)

let commands: number | undefined
function killBefore(runner: CommandRunner): CommandRunner {
  return {
    read: (decider, codec, stream, select) => runner.read(decider, codec, stream, select),
    execute(decider, codec, request) {
      if (commands !== undefined) commands++
      if (commands === Number(lastCommand)) process.kill(process.pid, 'SIGKILL')
      return runner.execute(decider, codec, request)
    },
  }
}

const registry = await startRegistry(folder, killBefore)
const people = createFictionalPeople(registry)
const programme = await registry.defineProgramme('632701')
const one = await people.importSomebody(programme)
const two = await people.importSomebody(programme)
const number = people.nextNumber()
process.stdout.write(JSON.stringify({ programme, one, two, number }))
commands = 0
const headers = { 'idempotency-key': key }
if (act === 'merge') await registry.post(`/v1/workers/${one.id}/doubles`, { double: two.id, reason: '同一人' }, headers)
else {
  const correction = { identityNumber: number, formerNumber: 'release', reason: '录入有误' }
  await registry.post(`/v1/workers/${one.id}/corrections`, correction, headers)
}
