import { Session } from 'node:inspector/promises'
import { mkdtemp, rm } from 'node:fs/promises'
import { counterWorkload } from './counter-workload.ts'
import { openRunnerContender } from './runner-contender.ts'
const f = await mkdtemp('/tmp/prof-')
const c = await openRunnerContender(f + '/o', counterWorkload, 100_000)
const s = new Session(); s.connect()
await s.post('HeapProfiler.startSampling', { samplingInterval: 8192, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true } as never)
await c.run({ commands: 20000, inFlight: 64 })
const { profile } = await s.post('HeapProfiler.stopSampling')
const by = new Map<string, number>(); let tot = 0
const walk = (n: any) => { const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-2).join('/') + ':' + n.callFrame.lineNumber; by.set(k, (by.get(k) ?? 0) + n.selfSize); tot += n.selfSize; n.children.forEach(walk) }
walk(profile.head)
console.log('bytes per command', Math.round(tot / 20000))
for (const [k, v] of [...by].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.log(Math.round(v / 20000), k)
await c.close(); await rm(f, { recursive: true })
