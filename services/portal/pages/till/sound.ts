let audio: AudioContext | undefined

/** Browsers let a page sound only once it was touched: called when something is tapped. */
export function prepareSound(): void {
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume()
}

/** Two rising tones for done, one deep one for refused: heard over a kitchen, told apart without looking. */
export function play(what: 'done' | 'refused'): void {
  navigator.vibrate?.(what === 'done' ? 200 : [100, 80, 100])
  if (!audio) return
  const tones = what === 'done' ? [880, 1_318] : [196]
  for (const [index, frequency] of tones.entries()) {
    const [from, lengthS] = [audio.currentTime + index * 0.14, what === 'done' ? 0.14 : 0.4]
    const [tone, loudness] = [audio.createOscillator(), audio.createGain()]
    tone.frequency.value = frequency
    loudness.gain.setValueAtTime(0.3, from)
    loudness.gain.exponentialRampToValueAtTime(0.001, from + lengthS)
    tone.connect(loudness).connect(audio.destination)
    tone.start(from)
    tone.stop(from + lengthS)
  }
}
