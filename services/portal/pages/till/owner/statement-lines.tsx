import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback, useState } from 'preact/hooks'
import { sayDay } from '../../common/shanghai.ts'
import { Refusal } from '../refusal.tsx'
import { usePages } from '../use-pages.ts'
import { DisputeForm } from './dispute-form.tsx'
import { signedFen } from './statement-sums.ts'
import { say } from './statement-words.ts'
import { readLines, type ShownStatement, type StatementLine, type StatementPlace } from './statements.ts'

interface StatementLinesProps {
  readonly place: StatementPlace
  readonly statement: ShownStatement
  onDisputed(): void
}

/** Before it is approved, each meal may be disputed. */
const disputable = ['open', 'draft', 'proposed', 'confirmed']

export function StatementLines({ place, statement: { sheet, disputed }, onDisputed }: StatementLinesProps) {
  const { first, items, error, more, refresh } = usePages<StatementLine, Awaited<ReturnType<typeof readLines>>>(
    useCallback((cursor: string | undefined) => readLines(place, cursor), [place]),
  )
  const [chosen, setChosen] = useState<string>()
  const [isNoted, setNoted] = useState(false)
  const takenBack = items.flatMap(({ kind, redemption }) => (kind === 'taken-back' ? [redemption] : []))
  const mayDispute = ({ kind, redemption }: StatementLine) =>
    kind === 'meal' &&
    redemption !== undefined &&
    disputable.includes(sheet.status) &&
    !disputed.has(redemption) &&
    !takenBack.includes(redemption)

  return (
    <section aria-labelledby="lines-title">
      <h3 id="lines-title">{say('lines')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {isNoted && (
        <p role="status" class="settled">
          {say('dispute-done')}
        </p>
      )}
      {first && items.length === 0 && <p class="hint">{say('lines-none')}</p>}
      <ul class="statement-lines">
        {items.map((line) => (
          <li key={line.sequence}>
            <LineText line={line} isDisputed={disputed.has(line.redemption ?? '')} />
            {mayDispute(line) && chosen !== line.redemption && (
              <button
                type="button"
                aria-label={say('dispute-of', { day: sayDay(line.day), amount: formatYuan(line.amountFen) })}
                onClick={() => {
                  setNoted(false)
                  setChosen(line.redemption)
                }}
              >
                {say('dispute')}
              </button>
            )}
            {line.redemption !== undefined && chosen === line.redemption && mayDispute(line) && (
              <DisputeForm
                {...{ statement: place.id, redemption: line.redemption, line }}
                onEnd={(isDone) => {
                  setChosen(undefined)
                  setNoted(isDone)
                  if (!isDone) return
                  refresh()
                  onDisputed()
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" onClick={more}>
          {say('lines-more')}
        </button>
      )}
    </section>
  )
}

function LineText({ line, isDisputed }: { readonly line: StatementLine; readonly isDisputed: boolean }) {
  const { kind, day, ownShareFen = 0, discountFen = 0, reason } = line
  const beside = [
    kind === 'meal' && isDisputed && say('line-disputed'),
    ownShareFen > 0 && say('own', { own: formatYuan(ownShareFen) }),
    discountFen > 0 && say('discount', { discount: formatYuan(discountFen) }),
    reason,
  ].filter(Boolean)
  return (
    <>
      <span>
        {sayDay(day)} {kind !== 'meal' && say(`kind-${kind}`)}
      </span>
      <span class="figure">{say('amount', { amount: formatYuan(signedFen(line)) })}</span>
      {beside.length > 0 && <small>{beside.join(' · ')}</small>}
    </>
  )
}
