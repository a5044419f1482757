import type { TermsBreachCode } from '@welfare/contracts/donor-terms.ts'
import { say } from './words.ts'

export function sayForbidden(label: string, code: TermsBreachCode): string {
  return say('forbidden', { label, why: say(`breach.${code}`) })
}
