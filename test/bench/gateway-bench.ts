import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { everything } from '@welfare/contracts/authority.ts'
import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { type Contender, compare } from './rounds.ts'
import { toMarkdown } from './table.ts'

/** What it costs that a request goes through the gateway, on a route that does next to nothing: three processes share the machine. */
export async function benchGateway(rounds: number): Promise<string> {
  const service = await start([])
  const gateway = await start([service.url])
  const who = { actor: { role: 'officer', id: 'li-hua', scope: everything }, by: 'token' } as const
  const read = { method: 'GET', target: '/v1/shelves/shelf-1', address: '127.0.0.1' }
  const statements = createActorStatements(new Uint8Array(32), systemClock)
  const direct = contender('the service itself', service.url, () => ({
    'welfare-actor-statement': statements.sign(who, read),
  }))
  const through = contender('through the gateway', gateway.url, () => ({ 'welfare-actor': 'officer/li-hua' }))
  try {
    const busy = await compare(direct, through, { rounds, commands: 5_000, inFlight: 32 })
    const quiet = await compare(direct, through, { rounds, commands: 1_000, inFlight: 1 })
    const before = [await gateway.cpuUs(), await service.cpuUs()]
    await through.run({ commands: 10_000, inFlight: 32 })
    const [ofGateway, ofService] = [await gateway.cpuUs(), await service.cpuUs()].map((cpuUs, at) =>
      ((cpuUs - (before[at] ?? 0)) / 10_000).toFixed(0),
    )
    return `${toMarkdown([busy, quiet])}\n\nOf CPU a request takes ${ofGateway} µs in the gateway, ${ofService} µs in the service.`
  } finally {
    for (const one of [direct, through]) await one.close()
    for (const { child } of [gateway, service]) child.kill()
  }
}

function contender(name: string, url: string, headers: () => Record<string, string>): Contender {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(url)
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const asked = request({ agent, hostname, port, path: '/v1/shelves/shelf-1', headers: headers() })
      asked.on('error', reject)
      asked.on('response', (response) => {
        if (response.statusCode !== 200) reject(new Error(`${name}: ${response.statusCode}`))
        response.resume().on('end', resolve)
      })
      asked.end()
    })
  return {
    name,
    async run({ commands, inFlight }) {
      let left = commands
      const take = async () => {
        while (left-- > 0) await ask()
      }
      await Promise.all(Array.from({ length: inFlight }, take))
    },
    close: async () => agent.destroy(),
  }
}

async function start(args: readonly string[]) {
  const child: ChildProcess = fork(new URL('gateway.child.ts', import.meta.url), args)
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return {
    child,
    url,
    async cpuUs(): Promise<number> {
      child.send('cpu')
      const [{ cpuUs }] = (await once(child, 'message')) as [{ cpuUs: number }]
      return cpuUs
    },
  }
}
