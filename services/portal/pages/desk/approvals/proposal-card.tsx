import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Card, Descriptions, Tag } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { Money, useMoneyUnit } from '../../common/react/money.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { fundsQuery } from '../funds/funds.queries.ts'
import { ActMoves, sayBecause } from '../parts/act-moves.tsx'
import { actCountWords, actKindWords, proposalStatusWords } from '../parts/act-words.ts'
import { sayActor } from '../parts/actors.ts'
import { useNames } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { useActDetails } from './act-details.tsx'
import { proposalQuery, roundQuery } from './approvals.queries.ts'
import { DecisionForm } from './decision-form.tsx'
import { type PlacedProposal, reasonOf } from './proposals.ts'
import { say } from './words.ts'

interface ProposalCardProps {
  /** What waited when it was listed is shown as it is by now. */
  readonly listed: PlacedProposal
  readonly headingRef?: (heading: HTMLElement | null) => void
  readonly onDecided: () => void
}

/** What, how much, who made it and why; what it does to the money; yes or no. */
export function ProposalCard({ listed, headingRef, onDecided }: ProposalCardProps): ReactNode {
  const { data: now } = useQuery({ ...proposalQuery(listed), enabled: listed.status === 'proposed' })
  const proposal: PlacedProposal = { ...listed, ...now }
  const { kind, status, programme, fund, division, proposedBy, proposedAt, about } = proposal
  const divisionOf = useDivisionName([division])
  const nameOf = useNames(typeof about.merchant === 'string' ? [about.merchant] : [])
  const { data: funds } = useQuery(fundsQuery)
  const details = useActDetails(proposal)
  const reason = reasonOf(proposal)
  const facts = [
    ...(fund
      ? [{ key: 'fund', label: say('fund'), children: funds?.find(({ id }) => id === fund)?.name ?? fund }]
      : []),
    ...(programme ? [{ key: 'programme', label: say('programme'), children: nameOf(programme) }] : []),
    ...(typeof about.merchant === 'string'
      ? [{ key: 'merchant', label: say('merchant'), children: nameOf(about.merchant) }]
      : []),
    ...(kind === 'payee' ? [{ key: 'payee', label: say('payee'), children: <Payee about={about} /> }] : []),
    ...(typeof about.workers === 'number'
      ? [{ key: 'people', label: say('people'), children: say('peopleCount', { count: about.workers }) }]
      : []),
    ...(programme && typeof about.round === 'string'
      ? [{ key: 'round', label: say('round'), children: <OfRound programme={programme} round={about.round} /> }]
      : []),
    ...details,
    ...(!fund && !programme ? [{ key: 'division', label: say('division'), children: divisionOf(division) }] : []),
    {
      key: 'maker',
      label: say('maker'),
      children: say('madeBy', { account: sayActor(proposedBy), time: showInstant(proposedAt) }),
    },
    ...(reason === undefined ? [] : [{ key: 'reason', label: say('reason'), children: reason }]),
    { key: 'because', label: say('because'), children: <Because proposal={proposal} /> },
    ...(proposal.decidedBy
      ? [{ key: 'decided', label: say('decided'), children: <Decided proposal={proposal} /> }]
      : []),
  ]
  const title = sayWord(actKindWords[kind])
  return (
    <Card
      role="article"
      aria-label={title}
      title={
        <h2 ref={headingRef} tabIndex={-1}>
          {title}
        </h2>
      }
      extra={<Tag color={status === 'proposed' ? 'warning' : 'default'}>{sayWord(proposalStatusWords[status])}</Tag>}
    >
      <Amount proposal={proposal} />
      <Descriptions column={1} size="small" items={facts} />
      {status === 'proposed' && <Waiting proposal={proposal} onDecided={onDecided} />}
      {status === 'performed' && <Moved proposal={proposal} />}
    </Card>
  )
}

/** For whom it is: the frozen list by name, and the people where they are listed. */
function OfRound({ programme, round: id }: { readonly programme: string; readonly round: string }): ReactNode {
  const { data: round } = useQuery(roundQuery(id))
  return (
    <>
      {round ? say('roundOf', { name: round.name, people: round.entriesNow }) : '…'}{' '}
      <Link to="/desk/roster" search={{ programme }}>
        {say('roster')}
      </Link>
    </>
  )
}
/** Masked: the whole account stands on the paper that the approver holds beside it. */
function Payee({ about }: Pick<PlacedProposal, 'about'>): ReactNode {
  const { bank, lastDigits, creditCode, warnings } = about
  const codes = Array.isArray(warnings) ? warnings : []
  return (
    <>
      <div>{[bank, `**** ${lastDigits}`, creditCode].filter((part) => part !== undefined).join(' · ')}</div>
      {payeeWarnings
        .filter((code) => codes.includes(code))
        .map((code) => (
          <Tag key={code} color="warning">
            {say(code)}
          </Tag>
        ))}
    </>
  )
}
const payeeWarnings = ['payee-account-elsewhere', 'credit-code-elsewhere', 'holder-differs'] as const

function Amount({ proposal: { kind, amountFen, count } }: { readonly proposal: PlacedProposal }): ReactNode {
  const { unit } = useMoneyUnit()
  const counted = actCountWords[kind]
  if (amountFen !== undefined)
    return (
      <p className="act-amount">
        <Money fen={amountFen} /> <small>{say(unit)}</small>
      </p>
    )
  if (count === undefined || !counted) return null
  return (
    <p className="act-amount">
      {count} <small>{sayWord(counted)}</small>
    </p>
  )
}

function Because({ proposal: { because } }: { readonly proposal: PlacedProposal }): ReactNode {
  return because.map((one) => <div key={`${one.rule} ${one.kind}`}>{sayBecause(one)}</div>)
}

function Decided({ proposal }: { readonly proposal: PlacedProposal }): ReactNode {
  const { decidedBy = '', decidedAt, decisionNote, failure } = proposal
  return (
    <>
      {say('madeBy', { account: sayActor(decidedBy), time: decidedAt === undefined ? '' : showInstant(decidedAt) })}
      {decisionNote !== undefined && `${mark('colon')}${decisionNote}`}
      {failure && <Tag color="error">{failure.code}</Tag>}
    </>
  )
}

interface OfProposal {
  readonly proposal: PlacedProposal
}

function Moved({ proposal }: OfProposal): ReactNode {
  const read = useQuery(proposalQuery(proposal))
  const { data } = read
  const nameOf = useNames(data?.moved?.flatMap(({ merchant }) => merchant ?? []))
  if (!data) return <Reading of={read} />
  if (!data.moved) return null
  return (
    <>
      <h3 className="act-effect">{say('whatItDid')}</h3>
      <ActMoves moves={data.moved} nameOf={nameOf} />
    </>
  )
}

function Waiting({ proposal, onDecided }: OfProposal & Pick<ProposalCardProps, 'onDecided'>): ReactNode {
  const read = useQuery(proposalQuery(proposal))
  const { data } = read
  const nameOf = useNames(data?.preview?.moves?.flatMap(({ merchant }) => merchant ?? []))
  if (!data) return <Reading of={read} />
  const { preview } = data
  return (
    <>
      <h3 className="act-effect">{say('whatItDoes')}</h3>
      {preview?.refusedAs ? (
        <Alert type="warning" showIcon title={say('couldNotBeDone')} description={preview.refusedAs.code} />
      ) : preview && !preview.moves ? (
        <p>{say('foundOutLater')}</p>
      ) : (
        <ActMoves moves={preview?.moves ?? []} nameOf={nameOf} />
      )}
      <DecisionForm proposal={proposal} onDecided={onDecided} />
    </>
  )
}
