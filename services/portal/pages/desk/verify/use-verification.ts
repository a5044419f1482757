import { useEffect, useRef, useState } from 'react'
import type { StepName } from './steps.ts'
import type { FromWorker } from './verify.worker.ts'
import type { Asked, Verified } from './verify-log.ts'

export interface Running {
  readonly name: StepName
  readonly done: number
  readonly total: number
}

interface Verification {
  readonly running: Running | undefined
  readonly verified: Verified | undefined
  readonly failure: string | undefined
  readonly tookMs: number | undefined
  begin(asked: Asked): void
  cancel(): void
}

/** A run of the verification in a thread of its own; ended where the page is left. */
export function useVerification(): Verification {
  const worker = useRef<Worker>(undefined)
  const [running, setRunning] = useState<Running>()
  const [verified, setVerified] = useState<Verified>()
  const [failure, setFailure] = useState<string>()
  const [tookMs, setTookMs] = useState<number>()
  useEffect(() => () => worker.current?.terminate(), [])
  return { running, verified, failure, tookMs, begin, cancel }

  function begin(asked: Asked): void {
    const startedAt = performance.now()
    const thread = new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' })
    worker.current?.terminate()
    worker.current = thread
    setVerified(undefined)
    setFailure(undefined)
    setTookMs(undefined)
    setRunning({ name: 'signature', done: 0, total: 1 })
    thread.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'progress') setRunning(data)
      else {
        if (data.kind === 'verified') setVerified(data.verified)
        else setFailure(data.reason)
        setTookMs(Math.round(performance.now() - startedAt))
        end()
      }
    })
    thread.addEventListener('error', (event) => {
      setFailure(event.message)
      end()
    })
    thread.postMessage(asked)
  }

  function cancel(): void {
    end()
  }

  function end(): void {
    worker.current?.terminate()
    worker.current = undefined
    setRunning(undefined)
  }
}
