import { Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { OfProgramme, type Programme } from '../shell/programme-choice.tsx'
import { ChooseCards, type ChosenCards } from './choose-cards.tsx'
import { PreparedCards } from './prepared-cards.tsx'
import { say } from './words.ts'
import './cards.css'

export function CardsPage(): ReactNode {
  return (
    <>
      <Typography.Title level={1} className="not-on-paper">
        {say('cards')}
      </Typography.Title>
      <OfProgramme>{(programme) => <Cards programme={programme} />}</OfProgramme>
    </>
  )
}

function Cards({ programme }: { readonly programme: Programme }): ReactNode {
  const [chosen, setChosen] = useState<ChosenCards>()
  return (
    <>
      {/* It stays as it was for whoever comes back to choose otherwise. */}
      <div hidden={chosen !== undefined}>
        <ChooseCards programme={programme} onChosen={setChosen} />
      </div>
      {chosen && <PreparedCards programme={programme} chosen={chosen} onBack={() => setChosen(undefined)} />}
    </>
  )
}
