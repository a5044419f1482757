import { useEffect } from 'react'

/** A drawer, a dialog or a button that is no longer drawn takes the focus with it: it goes back to what had it before, or to the page. */
export function useFocusBack(): void {
  useEffect(() => {
    let visited: readonly HTMLElement[] = []
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      visited = [...visited.filter((one) => one !== target && one.isConnected), target]
    }
    const giveBack = (isOwn: (element: HTMLElement) => boolean) => {
      if (document.activeElement !== document.body) return
      const last = visited.filter((one) => one.isConnected && isOwn(one)).pop() ?? document.getElementById('content')
      last?.focus({ preventScroll: true })
    }
    const removals = new MutationObserver((changes) => {
      const last = visited[visited.length - 1]
      if (changes.some(({ target, removedNodes }) => target === document.body && removedNodes.length > 0))
        giveBack(() => true)
      // Whoever has clicked beside everything wants no focus; whose button went away under the hands stays in the page.
      else if (last && !last.isConnected) giveBack((one) => one.closest('#content') !== null)
    })
    document.addEventListener('focusin', remember)
    removals.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', remember)
      removals.disconnect()
    }
  }, [])
}
