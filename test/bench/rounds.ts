export interface Contender {
  readonly name: string
  /** Runs so many durable writes, `inFlight` of them at a time. */
  run(options: { readonly commands: number; readonly inFlight: number }): Promise<void>
  /** Not measured: what was begun behind the writes is finished, so that it slows down nobody's next round. */
  settle?(): Promise<void>
  close(): Promise<void>
}

export interface Comparison {
  readonly baseline: string
  readonly subject: string
  readonly inFlight: number
  readonly baselinePerSecond: Spread
  readonly subjectPerSecond: Spread
  /** Subject over baseline, of each round. */
  readonly ratio: Spread
}

export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

/** Rounds alternate, and so does who begins, so that a machine that slows down slows both. */
export async function compare(
  baseline: Contender,
  subject: Contender,
  options: { readonly rounds: number; readonly commands: number; readonly inFlight: number },
): Promise<Comparison> {
  const speeds = new Map<Contender, number[]>([
    [baseline, []],
    [subject, []],
  ])
  for (let round = 0; round < options.rounds; round++) {
    const order = round % 2 === 0 ? [baseline, subject] : [subject, baseline]
    for (const contender of order) speeds.get(contender)?.push(await measure(contender, options))
  }
  const baselineSpeeds = speeds.get(baseline) ?? []
  const subjectSpeeds = speeds.get(subject) ?? []
  return {
    baseline: baseline.name,
    subject: subject.name,
    inFlight: options.inFlight,
    baselinePerSecond: toSpread(baselineSpeeds),
    subjectPerSecond: toSpread(subjectSpeeds),
    ratio: toSpread(subjectSpeeds.map((speed, index) => speed / (baselineSpeeds[index] ?? Number.NaN))),
  }
}

async function measure(contender: Contender, options: { commands: number; inFlight: number }): Promise<number> {
  const startedAtMs = performance.now()
  await contender.run(options)
  const tookMs = performance.now() - startedAtMs
  await contender.settle?.()
  return (options.commands * 1_000) / tookMs
}

export function toSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    median: sorted[sorted.length >> 1] ?? Number.NaN,
    lowest: sorted[0] ?? Number.NaN,
    highest: sorted.at(-1) ?? Number.NaN,
  }
}
