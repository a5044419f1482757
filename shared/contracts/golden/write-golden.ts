import { writeMissingGoldens } from './golden-files.ts'

const written = writeMissingGoldens()
process.stdout.write(written.length === 0 ? 'Every event has its golden file.\n' : `Written: ${written.join(', ')}\n`)
