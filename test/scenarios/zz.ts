import { createApi } from '../harness/api.ts'
import { startWelfare } from '../harness/ledger-process.ts'
import { recompute } from '../harness/recompute.ts'
const folder = '/tmp/hf/cuts'
for (const at of [150, 900, 3200, 4300, 9000, 15500]) {
  const p = startWelfare(['demo'], folder)
  await p.printed('meanwhile')
  const api = createApi(/API at (http\S+);/.exec(p.output())?.[1] ?? '')
  for (let s = 0; s < at; ) ({ sequence: s } = await api.get('/v1/journal?limit=1'))
  await p.end('SIGKILL')
  console.log('killed at', at)
}
const p = startWelfare(['demo'], folder)
await p.printed(/Serving on http\S+;/)
console.log(p.output().slice(0, 2600))
const url = /Serving on (http\S+);/.exec(p.output())?.[1] ?? ''
console.log(await recompute(url, 3))
await p.end('SIGTERM')
