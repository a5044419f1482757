import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { Progress } from 'antd'
import type { ReactNode } from 'react'
import { type Step, stepNames } from './steps.ts'
import type { Running } from './use-verification.ts'
import { say } from './words.ts'
import './verify.css'

/** The chain of what was checked, each link with its count and time; what is under way with its progress. */
export function StepList({
  steps,
  running,
}: {
  readonly steps: readonly Step[]
  readonly running: Running | undefined
}): ReactNode {
  return (
    <ol className="verify-chain" aria-label={say('steps')}>
      {stepNames.map((name) => {
        const step = steps.find((one) => one.name === name)
        const isRunning = running?.name === name
        return (
          <li key={name} className={step?.outcome ?? 'open'}>
            <StepIcon outcome={step?.outcome} isRunning={isRunning} />
            <div>
              <strong>{say(`step.${name}`)}</strong>
              {step && (
                <div>
                  {say(`outcome.${step.outcome}`)}
                  {step.outcome !== 'none' && ` · ${say('count', { count: step.count.toLocaleString('zh-CN') })}`}
                  {step.outcome !== 'none' && ` · ${say('took', { seconds: (step.tookMs / 1_000).toFixed(2) })}`}
                </div>
              )}
              {isRunning && running.total > 1 && (
                <Progress
                  aria-label={say(`step.${name}`)}
                  percent={Math.floor((running.done / running.total) * 100)}
                  size="small"
                />
              )}
              {step?.faults.map((fault) => (
                <div key={`${fault.code} ${fault.sequence} ${fault.where}`} className="verify-fault">
                  {say(`fault.${fault.code}`, { sequence: fault.sequence, where: fault.where })}
                </div>
              ))}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function StepIcon({
  outcome,
  isRunning,
}: {
  readonly outcome: Step['outcome'] | undefined
  readonly isRunning: boolean
}): ReactNode {
  if (isRunning) return <LoadingOutlined aria-hidden />
  if (outcome === 'holds') return <CheckCircleFilled aria-hidden style={{ color: 'var(--green)' }} />
  if (outcome === 'broken') return <CloseCircleFilled aria-hidden style={{ color: 'var(--red)' }} />
  return <MinusCircleOutlined aria-hidden style={{ color: 'var(--grey)' }} />
}
