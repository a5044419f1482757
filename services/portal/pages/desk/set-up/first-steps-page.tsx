import { CheckCircleFilled, RightCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Card, Flex, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { OneTimePassword } from '../administrator/one-time-password.tsx'
import type { Opened } from '../administrator/open-account-form.tsx'
import { Reading } from '../shell/reading.tsx'
import { useFirstSteps } from './first-steps.queries.ts'
import {
  type FirstSteps,
  type MealStep,
  mealSteps,
  type OpeningStep,
  openingSteps,
  placeOfStep,
} from './first-steps.ts'
import { OpeningForm } from './opening-forms.tsx'
import { say } from './words.ts'

/** Five steps until the union can work, and seven to the first meal; what is done is ticked from the ledger itself. */
export function FirstStepsPage(): ReactNode {
  const read = useFirstSteps()
  const { data: steps } = read
  return (
    <>
      <Typography.Title level={1}>{say('firstSteps')}</Typography.Title>
      <Reading of={read} />
      {steps && (
        <Flex vertical gap="middle" style={{ maxWidth: 760 }}>
          <Card title={<h2>{say('opening')}</h2>}>
            <Opening steps={steps} />
          </Card>
          <Card title={<h2>{say('toFirstMeal')}</h2>}>
            <ToFirstMeal steps={steps} />
          </Card>
        </Flex>
      )}
    </>
  )
}

function Opening({ steps }: { readonly steps: FirstSteps }): ReactNode {
  const { role } = useSession()
  const [opened, setOpened] = useState<Partial<Record<OpeningStep, Opened>>>({})
  return (
    <ol className="steps">
      {openingSteps.map((step) => (
        <StepLine key={step} step={step} steps={steps}>
          {opened[step]?.oneTimePassword !== undefined && (
            <OneTimePassword account={opened[step].account} password={opened[step].oneTimePassword} />
          )}
          {step === steps.next && step !== 'administrator' && role === 'administrator' && (
            <OpeningForm
              step={step}
              division={steps.division}
              onOpened={(of, answer) => setOpened((before) => ({ ...before, [of]: answer }))}
            />
          )}
          {step === steps.next && role !== 'administrator' && say('administratorDoes')}
        </StepLine>
      ))}
    </ol>
  )
}

function ToFirstMeal({ steps }: { readonly steps: FirstSteps }): ReactNode {
  const { role } = useSession()
  const isOfficer = role === 'officer'
  return (
    <>
      {!isOfficer && <Typography.Paragraph>{say('officerDoes')}</Typography.Paragraph>}
      <ol className="steps">
        {mealSteps.map((step) => (
          <StepLine key={step} step={step} steps={steps}>
            {isOfficer && !steps.done.has(step) && <StepLink step={step} />}
          </StepLine>
        ))}
      </ol>
    </>
  )
}

function StepLine({
  step,
  steps,
  children,
}: {
  readonly step: OpeningStep | MealStep
  readonly steps: FirstSteps
  readonly children?: ReactNode
}): ReactNode {
  const isDone = steps.done.has(step)
  return (
    <li aria-current={step === steps.next ? 'step' : undefined}>
      <Flex gap="small" align="baseline">
        {isDone ? (
          <CheckCircleFilled style={{ color: 'var(--green)' }} aria-label={say('done')} role="img" />
        ) : (
          <RightCircleOutlined style={{ color: 'var(--grey)' }} aria-label={say('open')} role="img" />
        )}
        <div style={{ flex: 1, minWidth: 0 }}>
          <strong>{say(`step.${step}`)}</strong>
          {!isDone && <Typography.Paragraph type="secondary">{say(`what.${step}`)}</Typography.Paragraph>}
          {children}
        </div>
      </Flex>
    </li>
  )
}

function StepLink({ step }: { readonly step: MealStep }): ReactNode {
  const place = placeOfStep[step]
  return place.startsWith('/desk') ? <Link to={place}>{say('goThere')}</Link> : <a href={place}>{say('goThere')}</a>
}
