import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { readConfig } from '@welfare/process/config.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'

/** Makes the keys that the services apart share, where there are none yet, before the first of them starts. */
const { dataFolder: root, keysFolder, masterKeyFile } = readConfig()
const folder = dataFolder(root, keysFolder)
mkdirSync(dirname(folder.keyFile), { recursive: true, mode: 0o700 })
openKeyStore({
  file: folder.keyFile,
  masterKeyFile: masterKeyFile ?? folder.masterKeyFile,
  onGenerated: (file) => process.stderr.write(`A master key was made: ${file}. Keep a copy apart from the ledger.\n`),
}).close()
