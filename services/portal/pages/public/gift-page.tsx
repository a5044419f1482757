import { formatYuan } from '@welfare/contracts/money.ts'
import { useState } from 'preact/hooks'
import { type AnswerOf, answerOf, api } from '../common/api/client.ts'
import { sayDay } from '../common/shanghai.ts'
import { Checkpoint } from './checkpoint.tsx'
import { Lines } from './lines.tsx'
import { say } from './words.ts'

type Gift = AnswerOf<'readGift'>

/** To the donor: number and code of the receipt show what became of the gift. */
export function GiftPage() {
  const [receiptNumber, setReceiptNumber] = useState('')
  const [code, setCode] = useState('')
  const [gift, setGift] = useState<Gift>()
  const [problem, setProblem] = useState<string>()
  const ask = async () => {
    setGift(undefined)
    setProblem(undefined)
    try {
      setGift(await answerOf(api.POST('/v1/public/gifts', { body: { receiptNumber, code } })))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <header>
        <h1>{say('giftTitle')}</h1>
      </header>
      <p>{say('whereFrom')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <label>
          {say('receiptNumber')}
          <input
            required
            maxLength={60}
            value={receiptNumber}
            onInput={(event) => setReceiptNumber(event.currentTarget.value)}
          />
        </label>
        <label>
          {say('code')}
          <input
            required
            maxLength={40}
            autoComplete="off"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
        <button type="submit">{say('look')}</button>
      </form>
      {problem && <p role="alert">{problem}</p>}
      {gift && <OneGift gift={gift} />}
    </>
  )
}

function OneGift({ gift }: { readonly gift: Gift }) {
  const { receivedOn, fundName, receivedFen, takenBackFen, chargedFen, availableFen, programmes } = gift
  const yuan = (amountFen: number) => say('yuan', { amount: formatYuan(amountFen) })
  const unlessNone = (label: string, amountFen: number) => (amountFen === 0 ? [] : [[label, yuan(amountFen)] as const])
  return (
    <>
      <Lines
        heading={say('gift')}
        lines={[
          [say('receivedOn'), sayDay(receivedOn)],
          ...(fundName === null ? [] : [[say('fund'), fundName] as const]),
          [say('received'), yuan(receivedFen)],
          ...unlessNone(say('takenBack'), takenBackFen),
          ...unlessNone(say('charged'), chargedFen),
          [say('available'), yuan(availableFen)],
        ]}
      />
      {programmes.map(({ name, givenFen, usedFen, goodsFen, leftFen, months }) => (
        <Lines
          key={name}
          heading={name ?? say('programme')}
          lines={[
            [say('given'), yuan(givenFen)],
            [say('used'), yuan(usedFen)],
            ...unlessNone(say('goods'), goodsFen),
            [say('left'), yuan(leftFen)],
            ...months.map(
              (month) =>
                [month.month, say('mealsOfMonth', { meals: month.meals, amount: formatYuan(month.usedFen) })] as const,
            ),
          ]}
        />
      ))}
      <footer>
        <p>{say('noNames')}</p>
        <Checkpoint />
      </footer>
    </>
  )
}
