import { parseArgs } from 'node:util'
import { type CheckResult, type Misfit, VerificationRefusedError } from './verdict.ts'
import { verifyBundle } from './verify-bundle.ts'

const usage = `核验一个核验包，不需要账本，也不需要网络。
Verifies a bundle, without the ledger and without a network.

  node welfare-verify.mjs <folder of the unpacked bundle> --key <the log's key, kept elsewhere> [--checkpoint <kept checkpoint>] [--report <saved report>] [--witness <key>] [--json]

0: 全部相符 everything fits; 1: 无法核验 cannot be verified; 3: 有不符之处 something does not fit
`

/** As one file, for an auditor's own machine: nothing is needed but Node. */
function run(): number {
  // Spelled so that an older Node reads the file at all, and then says what it wants.
  if (typeof Map.groupBy !== 'function') {
    process.stderr.write(
      `需要 Node.js 22 以上，这里是 ${process.version}。Node.js 22 or newer is needed; this is ${process.version}.\n`,
    )
    return 1
  }
  const options = {
    key: { type: 'string' },
    checkpoint: { type: 'string', multiple: true },
    report: { type: 'string', multiple: true },
    witness: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [bundle] = positionals
  if (bundle === undefined || values.key === undefined) {
    process.stderr.write(usage)
    return 1
  }
  const verdict = verifyBundle(bundle, {
    key: values.key,
    witnesses: values.witness ?? [],
    reports: values.report ?? [],
    checkpoints: values.checkpoint ?? [],
  })
  const { ledger, treeSize, checks, misfits, holds } = verdict
  if (values.json) process.stdout.write(`${JSON.stringify(verdict)}\n`)
  else {
    const lines = [
      `账本 ledger ${ledger}, ${treeSize} 笔事件 events`,
      ...checks.map(sayCheck),
      ...misfits.map(sayMisfit),
    ]
    const end = holds ? '全部相符。Everything that was checked fits.' : '有不符之处。Something does not fit.'
    process.stdout.write(`${lines.join('\n')}\n\n${end}\n`)
  }
  return holds ? 0 : 3
}

const outcomes = { holds: '✓ 相符', broken: '✗ 不符', 'not-checked': '– 未查' } as const

function sayCheck({ check, outcome, examined, promise, notes }: CheckResult): string {
  const remarks = notes.map((note) => `\n    ${note}`).join('')
  return `${outcomes[outcome]}  ${check.padEnd(12)}${String(examined).padStart(9)}  ${promise}${remarks}`
}

function sayMisfit({ check, where, event, what }: Misfit): string {
  return `${check}: ${where}${event ? `, event ${event.sequence}` : ''}: ${what}`
}

try {
  process.exitCode = run()
} catch (error) {
  if (!(error instanceof VerificationRefusedError) && !(error instanceof TypeError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
