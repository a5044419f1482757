#!/usr/bin/env node
// Starts the command line on the Node that the project brings, whatever Node the machine has.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const [major] = process.versions.node.split('.').map(Number)

if (major >= 26) {
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
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
}
