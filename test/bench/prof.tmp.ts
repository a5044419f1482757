import { mkdtemp, rm } from 'node:fs/promises'
import { counterWorkload } from './counter-workload.ts'
import { openRawContender } from './raw-contender.ts'
import { openRunnerContender } from './runner-contender.ts'
const f = await mkdtemp('/tmp/prof-')
const c = process.argv[2] === 'raw' ? await openRawContender(f + '/raw', 100_000) : await openRunnerContender(f + '/o', counterWorkload, 100_000)
const out: number[][] = []
for (let i = 0; i < 5; i++) { const a = process.cpuUsage(), t = performance.now(); await c.run({ commands: 20000, inFlight: 64 }); const b = process.cpuUsage(a); out.push([(b.user + b.system) / 20000, b.user / 20000, b.system / 20000, (performance.now() - t) / 20]) }
const m = (k: number) => out.map((o) => o[k]!).sort((a, b) => a - b)[2]!.toFixed(1)
console.log(process.argv[2], 'cpu', m(0), 'user', m(1), 'sys', m(2), 'wall', m(3))
await c.close(); await rm(f, { recursive: true })
