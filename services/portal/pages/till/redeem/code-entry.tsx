import { inGroups, readCardCode } from '@welfare/contracts/card-code.ts'
import { useRef, useState } from 'preact/hooks'
import { Camera } from '../camera/camera.tsx'
import { readPhoto } from '../camera/picture.ts'
import { plainCode, readShown } from '../shown-code.ts'
import { prepareSound } from '../sound.ts'
import { say } from '../words.ts'

/** The next guest's card: by camera, by picture, or typed. */
export function CodeEntry({ onCode, isBusy }: { onCode(code: string): void; readonly isBusy: boolean }) {
  const [typed, setTyped] = useState('')
  const [isScanning, setScanning] = useState(false)
  const [fault, setFault] = useState<string>()
  const isSecure = window.isSecureContext

  function change(text: string): void {
    const code = plainCode(text).slice(0, 30)
    setTyped(code)
    const read = readCardCode(code)
    setFault(undefined)
    if ('payload' in read) onCode(code)
    else if (read.fault !== 'unfinished') setFault(say(faultWords[read.fault]))
  }

  function takeText(text: string): boolean {
    const shown = readShown(text)
    setFault(shown.kind === 'card' ? undefined : say('code-not-card'))
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
          if ('payload' in readCardCode(typed)) onCode(typed)
        }}
      >
        <label htmlFor="card-code">{say('code-label')}</label>
        <input
          id="card-code"
          class="code"
          value={inGroups(typed)}
          onInput={({ currentTarget }) => change(currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={40}
          aria-describedby="card-code-hint"
          aria-invalid={fault !== undefined}
        />
        <small id="card-code-hint">{say('code-hint')}</small>
        {fault !== undefined && (
          <p role="alert" class="refusal">
            {fault}
          </p>
        )}
        {isBusy && <p role="status">{say('looking')}</p>}
      </form>
      {isScanning ? (
        <Camera onText={takeText} onEnd={() => setScanning(false)} />
      ) : (
        <div class="ways">
          {isSecure && (
            <button
              type="button"
              class="main"
              onClick={() => {
                prepareSound()
                setScanning(true)
              }}
            >
              {say('scan')}
            </button>
          )}
          <PhotoButton onText={takeText} onFault={(key) => setFault(say(key))} />
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
