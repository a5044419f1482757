import { CODE_CHARACTERS, inGroups, readCardCode } from '@welfare/contracts/card-code.ts'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Camera } from '../camera/camera.tsx'
import { readPhoto } from '../camera/picture.ts'
import { plainCode, readShown } from '../shown-code.ts'
import { prepareSound } from '../sound.ts'
import { say } from '../words.ts'

interface CodeEntryProps {
  readonly isBusy: boolean
  /** Somebody has just asked for it. */
  readonly isWanted: boolean
  /** What was said about the last card: another object each time. */
  readonly failure: unknown
  /** What was said before is over. */
  onType(): void
  onCode(code: string): void
}

/** The next guest's card: by camera, by picture, or typed. */
export function CodeEntry({ isBusy, isWanted, failure, onType, onCode }: CodeEntryProps) {
  const [typed, setTyped] = useState('')
  const [isScanning, setScanning] = useState(false)
  const [fault, setFault] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const isSecure = window.isSecureContext
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it appears.
  useEffect(() => {
    if (isWanted) input.current?.focus()
  }, [])
  // The next number is typed over the one that was refused, however soon it comes.
  useLayoutEffect(() => {
    if (failure !== undefined) input.current?.select()
  }, [failure])

  function tell(told: string | undefined): void {
    setFault(told)
    onType()
  }

  function change(field: HTMLInputElement): void {
    const { value, selectionStart } = field
    const code = plainCode(value).slice(0, 30)
    const at = plainCode(value.slice(0, selectionStart ?? value.length)).length
    // Groups move what is typed: the cursor stays behind the same character.
    field.value = inGroups(code)
    const place = inGroups(code.slice(0, at)).length
    field.setSelectionRange(place, place)
    setTyped(code)
    const read = readCardCode(code)
    tell('payload' in read || read.fault === 'unfinished' ? undefined : say(faultWords[read.fault]))
    if ('payload' in read) onCode(code)
  }

  function submit(): void {
    const read = readCardCode(typed)
    if ('payload' in read) onCode(typed)
    else if (read.fault === 'unfinished' && typed !== '')
      tell(say('code-short', { missing: CODE_CHARACTERS - typed.length }))
  }

  function takeText(text: string): boolean {
    const shown = readShown(text)
    tell(shown.kind === 'card' ? undefined : say('code-not-card'))
    if (shown.kind !== 'card') return false
    setScanning(false)
    onCode(shown.code)
    return true
  }

  return (
    <section class="code-entry" aria-label={say('next-guest')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          prepareSound()
          submit()
        }}
      >
        <label htmlFor="card-code">{say('code-label')}</label>
        <div class="clearable">
          <input
            id="card-code"
            class="code"
            ref={input}
            value={inGroups(typed)}
            onInput={({ currentTarget }) => change(currentTarget)}
            autoComplete="off"
            autoCapitalize="characters"
            spellcheck={false}
            maxLength={40}
            aria-describedby="card-code-hint"
            aria-invalid={fault !== undefined}
          />
          {typed !== '' && (
            <button
              type="button"
              class="quiet"
              aria-label={say('code-clear')}
              onClick={() => {
                setTyped('')
                tell(undefined)
                input.current?.focus()
              }}
            >
              ×
            </button>
          )}
        </div>
        <small id="card-code-hint">{say('code-hint')}</small>
        {fault !== undefined && (
          <p role="alert" class="refusal">
            {fault}
          </p>
        )}
        {isBusy && <p role="status">{say('looking')}</p>}
      </form>
      {isScanning ? (
        <Camera
          onText={takeText}
          onEnd={() => setScanning(false)}
          onFault={(fault) => {
            setScanning(false)
            tell(say(`camera-${fault}`))
          }}
        />
      ) : (
        <div class="ways">
          {isSecure && (
            <button
              type="button"
              class="main"
              onClick={() => {
                prepareSound()
                tell(undefined)
                setScanning(true)
              }}
            >
              {say('scan')}
            </button>
          )}
          <PhotoButton onText={takeText} onFault={(key) => tell(say(key))} />
        </div>
      )}
      {!isSecure && <p class="hint">{say('camera-no-https')}</p>}
    </section>
  )
}

const faultWords = {
  mistyped: 'code-mistyped',
  'no-such-character': 'code-character',
  'too-long': 'code-too-long',
} as const

function PhotoButton({
  onText,
  onFault,
}: {
  onText(text: string): void
  onFault(key: 'code-no-qr' | 'code-photo-failed'): void
}) {
  const input = useRef<HTMLInputElement>(null)

  async function read(file: File): Promise<void> {
    const text = await readPhoto(file)
    if (text === undefined) onFault('code-no-qr')
    else onText(text)
  }

  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        class="hidden"
        tabIndex={-1}
        aria-label={say('photo')}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          currentTarget.value = ''
          if (file) read(file).catch(() => onFault('code-photo-failed'))
        }}
      />
      <button
        type="button"
        onClick={() => {
          prepareSound()
          input.current?.click()
        }}
      >
        {say('photo')}
      </button>
    </>
  )
}
