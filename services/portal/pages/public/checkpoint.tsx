import { answerOf, api } from '../common/api/client.ts'
import { showInstant } from '../common/shanghai.ts'
import { useAnswer } from './use-answer.ts'
import { say } from './words.ts'

const readNewest = () => answerOf(api.GET('/v1/log/checkpoints', { params: { query: { limit: 1 } } }))

/** The newest signed checkpoint, and where everything is that checking it takes. */
export function Checkpoint() {
  const { answer } = useAnswer(readNewest)
  const newest = answer?.items[0]
  if (!newest) return null
  return (
    <p>
      {say('checkpoint', { size: newest.treeSize, through: showInstant(newest.through) })}{' '}
      <a href="/log/checkpoint">{say('note')}</a>
      {say('and')}
      <a href="/log/keys">{say('keys')}</a>
    </p>
  )
}
