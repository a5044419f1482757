import { useCallback } from 'preact/hooks'
import { answerOf, api } from '../common/api/client.ts'
import { notesOf, sectionsOf } from '../common/public-page.ts'
import { Checkpoint } from './checkpoint.tsx'
import { Lines } from './lines.tsx'
import { useAnswer } from './use-answer.ts'
import { say } from './words.ts'

/** What a programme took in and gave out, for anybody. */
export function ProgrammePage({ programme }: { readonly programme: string }) {
  const read = useCallback(
    () => answerOf(api.GET('/v1/public/programmes/{programme}', { params: { path: { programme } } })),
    [programme],
  )
  const { answer, problem } = useAnswer(read)
  if (problem) return <p role="alert">{problem}</p>
  if (!answer) return <p>{say('reading')}</p>
  return (
    <>
      <header>
        <h1>{answer.name}</h1>
        {answer.union && <p>{answer.union}</p>}
      </header>
      {sectionsOf(answer).map((section) => (
        <Lines key={section.heading} {...section} />
      ))}
      <footer>
        {notesOf(answer).map((note) => (
          <p key={note}>{note}</p>
        ))}
        <Checkpoint />
      </footer>
    </>
  )
}
