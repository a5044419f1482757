import { vi } from 'vitest'

/** Imported before everything else: the language is read, and told to the page, as its file begins. */
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('document', { documentElement: {} })
