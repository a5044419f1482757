export type TakeTurn = <Result>(names: readonly string[], work: () => Promise<Result>) => Promise<Result>

/** Works on the same name come one after the other, in this process; on others beside them. */
export function createTurns(): TakeTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (names, work) => {
    const before = Promise.allSettled(names.map((name) => last.get(name)))
    const turn = before.then(work)
    for (const name of names) last.set(name, turn)
    try {
      return await turn
    } finally {
      for (const name of names) if (last.get(name) === turn) last.delete(name)
    }
  }
}
