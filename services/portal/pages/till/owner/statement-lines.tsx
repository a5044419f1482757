import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { sayDay, shanghaiTime } from '../../common/shanghai.ts'
import { sayReason } from '../../common/undo-reasons.ts'
import { Refusal } from '../refusal.tsx'
import { usePages } from '../use-pages.ts'
import { say as sayTill } from '../words.ts'
import { DisputeForm } from './dispute-form.tsx'
import { signedFen } from './statement-sums.ts'
import { say } from './statement-words.ts'
import { readLines, type ShownStatement, type StatementLine, type StatementPlace } from './statements.ts'

interface StatementLinesProps {
  /** Who looks. */
  readonly account: string
  readonly place: StatementPlace
  readonly statement: ShownStatement
  onDisputed(): void
}

/** Before the shop has said that it is right, each meal may be disputed. */
const disputable = ['open', 'draft', 'proposed']

export function StatementLines({ account, place, statement: { sheet, disputed }, onDisputed }: StatementLinesProps) {
  const { first, items, error, more, refresh } = usePages<StatementLine, Awaited<ReturnType<typeof readLines>>>(
    useCallback((cursor: string | undefined) => readLines(place, cursor), [place]),
  )
  const [chosen, setChosen] = useState<string>()
  const [noted, setNoted] = useState<string>()
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
      {first && items.length === 0 && <p class="hint">{say('lines-none')}</p>}
      <ul class="statement-lines">
        {items.map((line) => (
          <li key={line.sequence}>
            <LineText line={line} isDisputed={disputed.has(line.redemption ?? '')} />
            {mayDispute(line) && chosen !== line.redemption && (
              <button
                type="button"
                aria-label={say('dispute-of', { day: timeOf(line), amount: formatYuan(line.amountFen) })}
                onClick={() => {
                  setNoted(undefined)
                  setChosen(line.redemption)
                }}
              >
                {say('dispute')}
              </button>
            )}
            {line.redemption !== undefined && chosen === line.redemption && mayDispute(line) && (
              <DisputeForm
                {...{ account, statement: place.id, redemption: line.redemption, line }}
                onEnd={(isDone) => {
                  setChosen(undefined)
                  if (!isDone) return
                  setNoted(line.redemption)
                  refresh()
                  onDisputed()
                }}
              />
            )}
            {line.kind === 'meal' && line.redemption !== undefined && noted === line.redemption && <Noted />}
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

/** Where the form was: it takes the eye, and the focus, that the form has left. */
function Noted() {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => place.current?.focus({ preventScroll: true }), [])
  return (
    <p role="status" class="settled" tabIndex={-1} ref={place}>
      {say('dispute-done')}
    </p>
  )
}

function LineText({ line, isDisputed }: { readonly line: StatementLine; readonly isDisputed: boolean }) {
  const { kind, ownShareFen = 0, discountFen = 0, reason, tail } = line
  const beside = [
    tail !== undefined && sayTill('card-tail', { tail }),
    kind === 'meal' && isDisputed && say('line-disputed'),
    ownShareFen > 0 && say('own', { own: formatYuan(ownShareFen) }),
    discountFen > 0 && say('discount', { discount: formatYuan(discountFen) }),
    reason !== undefined && sayReason(reason),
  ].filter(Boolean)
  return (
    <>
      <span>
        {timeOf(line)} {kind !== 'meal' && say(`kind-${kind}`)}
      </span>
      <span class="figure">{say('amount', { amount: formatYuan(signedFen(line)) })}</span>
      {beside.length > 0 && <small>{beside.join(' · ')}</small>}
    </>
  )
}

function timeOf({ day, eatenAt }: StatementLine): string {
  return eatenAt === undefined ? sayDay(day) : `${sayDay(day)} ${shanghaiTime(eatenAt)}`
}
