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
export const disputable: readonly string[] = ['open', 'draft', 'proposed']

export function StatementLines({
  account,
  place,
  statement: { sheet, disputed, names },
  onDisputed,
}: StatementLinesProps) {
  const { first, items, error, more, refresh } = usePages<StatementLine, Awaited<ReturnType<typeof readLines>>>(
    useCallback((cursor: string | undefined) => readLines(place, cursor), [place]),
  )
  const [chosen, setChosen] = useState<StatementLine>()
  const [noted, setNoted] = useState<string>()
  const takenBack = items.flatMap(({ kind, redemption }) => (kind === 'taken-back' ? [redemption] : []))
  const isDisputed = ({ redemption }: StatementLine) =>
    redemption !== undefined && (disputed.has(redemption) || redemption === noted)
  const mayDispute = (line: StatementLine) =>
    line.kind === 'meal' &&
    line.redemption !== undefined &&
    disputable.includes(sheet.status) &&
    !isDisputed(line) &&
    !takenBack.includes(line.redemption)

  return (
    <section aria-labelledby="lines-title">
      <h3 id="lines-title">{say('lines')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {first && items.length === 0 && <p class="hint">{say('lines-none')}</p>}
      <ul class="statement-lines">
        {items.map((line) => (
          <li key={line.sequence}>
            <LineText line={line} names={names} />
            {mayDispute(line) && (
              <button
                type="button"
                aria-label={say('dispute-of', { day: timeOf(line), amount: formatYuan(line.amountFen) })}
                onClick={() => {
                  setNoted(undefined)
                  setChosen(line)
                }}
              >
                {say('dispute')}
              </button>
            )}
            {line.kind === 'meal' && isDisputed(line) && <Disputed isNew={noted === line.redemption} />}
          </li>
        ))}
      </ul>
      {chosen?.redemption !== undefined && (
        <DisputeForm
          {...{ account, statement: place.id, redemption: chosen.redemption, line: chosen }}
          onEnd={(isDone) => {
            setChosen(undefined)
            if (!isDone) return
            setNoted(chosen.redemption)
            refresh()
            onDisputed()
          }}
        />
      )}
      {more && (
        <button type="button" onClick={more}>
          {say('lines-more')}
        </button>
      )}
    </section>
  )
}

/** In the place of the button, as large; what has just been said takes the focus that the form has left. */
function Disputed({ isNew }: { readonly isNew: boolean }) {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (isNew) place.current?.focus({ preventScroll: true })
  }, [isNew])
  return (
    <p {...(isNew && { role: 'status' as const, tabIndex: -1 })} class="disputed" ref={place}>
      {say('line-disputed')}
    </p>
  )
}

interface LineTextProps extends Pick<ShownStatement, 'names'> {
  readonly line: StatementLine
}

function LineText({ line, names }: LineTextProps) {
  const { kind, ownShareFen = 0, discountFen = 0, reason, tail } = line
  const beside = [
    tail !== undefined && sayTill('card-tail', { tail }),
    ...(line.shares.length > 1
      ? line.shares.map(({ fund, amountFen }) =>
          say('of', { name: names.get(fund) ?? fund, part: formatYuan(amountFen) }),
        )
      : []),
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
