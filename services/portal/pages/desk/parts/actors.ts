import { actorHeading } from '@welfare/contracts/words/actor-words.ts'
import { sayWord } from '../../common/words.ts'

/** `officer/desk-1` → `desk-1（经办人）`; nothing where nobody did it. */
export function sayActor(actor: string | null | undefined): string {
  return actor === null || actor === undefined ? '' : sayWord(actorHeading(actor))
}
