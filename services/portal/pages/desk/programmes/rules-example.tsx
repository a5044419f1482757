import { useQuery } from '@tanstack/react-query'
import { formatYuan } from '@welfare/contracts/money.ts'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useFundNames } from '../funds/funds.queries.ts'
import { useSettled } from '../parts/use-settled.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import { Failure } from '../shell/states.tsx'
import { type Rules, rulesTrialQuery } from './programmes.queries.ts'
import { sayPayer } from './split-in-words.ts'
import { sayOfSplit } from './split-words.ts'
import { say } from './words.ts'

const USUAL_MEAL_FEN = 2_350

/** "A worker with 160.00 eats for 23.50: …", by the arithmetic of the till. */
export function RulesExample({ rules }: { readonly rules: Rules | undefined }): ReactNode {
  const [typedFen, setAmountFen] = useState<number>()
  const amountFen = typedFen ?? rules?.split?.usualPriceFen ?? USUAL_MEAL_FEN
  const [chosen, choose] = useState<string>()
  const settled = useSettled(rules)
  const windows = settled?.windows ?? []
  const window = windows.find((one) => one.window === chosen) ?? windows[0]
  const asked =
    settled && window && amountFen
      ? { rules: settled, window: window.window, meals: [{ amountFen }, { amountFen }] }
      : undefined
  const { data, error } = useQuery(rulesTrialQuery(asked))
  const fundOf = useFundNames()
  return (
    <section aria-label={say('example')} className="example">
      <h3>{say('example')}</h3>
      <p className="sentence">
        {say('exampleEats')}
        <YuanInput aria-label={say('exampleAmount')} value={amountFen} onChange={setAmountFen} />
        {windows.length > 1 && (
          <Select
            aria-label={say('exampleWindow')}
            value={window?.window ?? null}
            onChange={(key) => key && choose(key)}
            options={windows.map((one) => ({ value: one.window, label: one.name }))}
            style={{ minWidth: 120 }}
          />
        )}
      </p>
      <div aria-live="polite">
        {!asked && <p className="hint">{say('exampleMissing')}</p>}
        {error && <Failure error={error} />}
        {asked && !error && data && (
          <ol>
            {data.meals.map(({ amountFen: eatenFen, paidFen, ownShareFen, balanceAfterFen, refusal, split }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second meal have nothing else
              <li key={index}>
                {index === 0
                  ? say('exampleFirst', { credit: formatYuan(data.creditFen), amount: formatYuan(eatenFen) })
                  : say('exampleAgain', { amount: formatYuan(eatenFen) })}
                {refusal
                  ? say('exampleRefused', { why: refusal.detail })
                  : split
                    ? sayOfSplit('exampleSplit', { parts: sayParts(split, fundOf), left: formatYuan(balanceAfterFen) })
                    : say('examplePaid', {
                        paid: formatYuan(paidFen),
                        own: formatYuan(ownShareFen),
                        left: formatYuan(balanceAfterFen),
                      })}
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}

function sayParts(split: readonly { payer: string; amountFen: number }[], nameOf: (id: string) => string): string {
  return split
    .filter(({ amountFen }) => amountFen > 0)
    .map(({ payer, amountFen }) => `${sayPayer(payer, nameOf)} ${formatYuan(amountFen)}`)
    .join(mark('list'))
}
