import { useEffect } from 'react'

/** A drawer or a dialog that is no longer drawn takes the focus with it: it goes back to what had it before, or to the page. */
export function useFocusBack(): void {
  useEffect(() => {
    let visited: readonly HTMLElement[] = []
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      visited = [...visited.filter((one) => one !== target && one.isConnected), target]
    }
    const giveBack = () => {
      if (document.activeElement !== document.body) return
      const last = visited.filter((one) => one.isConnected).pop() ?? document.getElementById('content')
      last?.focus({ preventScroll: true })
    }
    const removals = new MutationObserver((changes) => {
      if (changes.some(({ removedNodes }) => removedNodes.length > 0)) giveBack()
    })
    document.addEventListener('focusin', remember)
    removals.observe(document.body, { childList: true })
    return () => {
      document.removeEventListener('focusin', remember)
      removals.disconnect()
    }
  }, [])
}
