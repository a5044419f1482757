import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncApiDocument } from './asyncapi-document.ts'

const file = join(import.meta.dirname, 'asyncapi.json')
writeFileSync(file, `${JSON.stringify(asyncApiDocument(), undefined, 2)}\n`)
process.stdout.write('Written: infra/kafka/asyncapi.json\n')
