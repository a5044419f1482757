import { useEffect, useRef } from 'preact/hooks'
import { say } from '../words.ts'
import { drawPicture } from './picture.ts'

/** Between two looks: the phone has other things to do. */
const LOOK_EVERY_MS = 120

interface CameraProps {
  /** Whether the text was wanted: else it goes on looking. */
  onText(text: string): boolean
  onEnd(): void
  /** It cannot be opened: another way is taken. */
  onFault(fault: 'refused' | 'failed'): void
}

export function Camera({ onText, onEnd, onFault }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null)
  const wanted = useRef(onText)
  wanted.current = onText
  const broken = useRef(onFault)
  broken.current = onFault

  useEffect(() => {
    let isOver = false
    let stream: MediaStream | undefined
    const canvas = document.createElement('canvas')

    async function look(): Promise<void> {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      })
      if (isOver) return stop()
      const shown = video.current
      if (!shown) return
      shown.srcObject = stream
      const [{ readQr }] = await Promise.all([import('./decoder.ts'), shown.play()])
      while (!isOver) {
        const picture = drawPicture(canvas, shown, shown.videoWidth, shown.videoHeight)
        const text = picture && (await readQr(picture))
        if (text !== undefined && !isOver && wanted.current(text)) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
    }
    function stop(): void {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }

    look().catch((error: unknown) => {
      if (!isOver)
        broken.current(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'failed')
    })
    return () => {
      isOver = true
      stop()
    }
  }, [])

  return (
    <section class="camera" aria-label={say('camera')}>
      <video ref={video} muted playsInline aria-label={say('camera-picture')} />
      <p>{say('camera-hint')}</p>
      <button type="button" onClick={onEnd}>
        {say('camera-close')}
      </button>
    </section>
  )
}
