#!/usr/bin/env node
// Starts the command line on the Node that the project brings, whatever Node the machine has.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { endWithParent } from './end-with-parent.mjs'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const [major] = process.versions.node.split('.').map(Number)

if (major >= 26) {
  // kafkajs asks for a timer in the past, which fires at once, as it always did; only this Node says so.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name !== 'TimeoutNegativeWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`)
  })
  endWithParent(() => process.kill(process.pid, 'SIGTERM'))
  await import(main)
} else {
  const ownNode = createRequire(import.meta.url).resolve('node/bin/node')
  const endWithLauncher = new URL('./end-with-launcher.mjs', import.meta.url).href
  const child = spawn(
    ownNode,
    ['--disable-warning=TimeoutNegativeWarning', '--import', endWithLauncher, main, ...process.argv.slice(2)],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  )
  endWithParent(() => child.kill('SIGTERM'))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
}
