import { useEffect, useState } from 'preact/hooks'
import { onLanguage } from '../common/language.ts'
import { onOtherPages } from '../common/session-channel.ts'
import { onSeatEnded } from './api.ts'
import { Frame } from './frame.tsx'
import { findIdentity, type Identity, isKnown } from './identity.ts'
import { goToFrontDoor } from './owner/sign-out.tsx'
import { PairingPage } from './pairing-page.tsx'
import { Refusal } from './refusal.tsx'
import { type Shown, takeFragment } from './shown-code.ts'
import { createOwnAttempts, OwnAttempts, sendAgainWhenPossible } from './use-attempts.ts'
import { say } from './words.ts'

const nothing: Shown = { kind: 'other' }

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly identity: Identity }
  | { readonly kind: 'nobody'; readonly hasEnded: boolean }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Taken out of the address, and kept no longer than until it is used. */
let broughtAlong: Shown = takeFragment()
export const isPlainStart = broughtAlong.kind === 'other'
let identity: Identity | undefined
const attempts = createOwnAttempts(() => identity)
sendAgainWhenPossible(attempts)

function takeBroughtAlong(): Shown {
  const taken = broughtAlong
  broughtAlong = nothing
  return taken
}

export function Till() {
  const [state, setState] = useState<State>({ kind: 'opening' })
  const [shown, setShown] = useState(takeBroughtAlong)
  const [, setLanguageRound] = useState(0)

  /** @param loaded what waits on this phone, where it is not read yet */
  async function open(loaded?: Promise<void>): Promise<void> {
    const wasTill = isKnown()
    try {
      const [found] = await Promise.all([findIdentity(), loaded])
      identity = found
      setState(identity ? { kind: 'open', identity } : { kind: 'nobody', hasEnded: wasTill })
      await attempts.sendAgain()
    } catch (error) {
      fail(error)
    }
  }

  function become(paired: Identity): void {
    identity = paired
    setState({ kind: 'open', identity })
    void attempts.sendAgain()
  }

  function fail(error: unknown): void {
    setState({ kind: 'failed', error })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page opens.
  useEffect(() => {
    // Where the phone keeps nothing there is nothing to be read; a meal that is tapped then is refused.
    void open(attempts.load().catch(() => undefined))
    onSeatEnded((seat) => {
      if (identity?.seat === seat) void open()
    })
    onOtherPages((account) => {
      if (account === undefined && identity?.seat === 'account') void goToFrontDoor().catch(fail)
    })
    onLanguage(() => setLanguageRound((round) => round + 1))
    // Another code was scanned while the till is open: its address differs behind `#` alone.
    addEventListener('hashchange', () => {
      if (location.hash !== '') setShown(takeFragment())
    })
  }, [])

  return (
    <OwnAttempts.Provider value={attempts}>
      <Frame
        identity={state.kind === 'open' ? state.identity : undefined}
        shown={shown}
        onTaken={() => setShown(nothing)}
        onPaired={become}
        onChanged={() => void open()}
      >
        {state.kind === 'opening' && <p role="status">{say('loading')}</p>}
        {state.kind === 'failed' && (
          <>
            <Refusal error={state.error} />
            <button type="button" class="main" onClick={() => void open()}>
              {say('retry')}
            </button>
          </>
        )}
        {state.kind === 'nobody' && (
          <PairingPage shown={shown} hasEnded={state.hasEnded} onTaken={() => setShown(nothing)} onPaired={become} />
        )}
      </Frame>
    </OwnAttempts.Provider>
  )
}
