import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { patience } from './story.ts'

const MOST_STOPS = 90

/** Somebody without a mouse: Tab, Enter, Space, arrows and Escape, and what is typed. */
export interface Keyboard {
  /** By Tab, until the goal has the focus; every stop on the way has to be seen. */
  to(goal: Locator): Promise<void>
  /** Waits until the focus is there by itself. */
  has(goal: Locator): Promise<void>
  /** To it, and then the key. Default: Enter. */
  press(goal: Locator, key?: string): Promise<void>
  /** To a list whose lines are walked by an arrow, and to that line of it. */
  walk(list: Locator, line: Locator, arrow: 'ArrowDown' | 'ArrowRight'): Promise<void>
  /** To the field, and what is typed into it. */
  type(goal: Locator, text: string): Promise<void>
  /** To a list to choose from, and the line that is found by typing. */
  choose(list: Locator, typed: string): Promise<void>
  /** To a list into which nothing is typed, and down it to the line. */
  pick(list: Locator, line: string): Promise<void>
}

export function keyboardOf(page: Page): Keyboard {
  const { keyboard } = page
  const isFocused = async (goal: Locator) => (await goal.and(page.locator(':focus')).count()) > 0
  async function to(goal: Locator): Promise<void> {
    await goal.first().waitFor({ state: 'attached' })
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await isFocused(goal)) return
      await keyboard.press('Tab')
      expect(await page.evaluate(unseenStop), `of ${page.url()} cannot be seen to have the focus`).toBeUndefined()
    }
    throw new Error(`no way by keyboard to ${goal}`)
  }
  return {
    to,
    has: (goal) => expect.poll(() => isFocused(goal), patience).toBe(true),
    async press(goal, key = 'Enter') {
      await to(goal)
      await keyboard.press(key)
    },
    async walk(list, line, arrow) {
      await to(list)
      for (let stop = 0; !(await isFocused(line)); stop += 1) {
        if (stop === MOST_STOPS) throw new Error(`no way by arrows to ${line}`)
        const left = await page.locator(':focus').elementHandle()
        await keyboard.press(arrow)
        // A menu moves the focus a frame later: another arrow before that would go past the line.
        await expect.poll(() => left?.evaluate((element) => element.matches(':focus')), patience).toBe(false)
      }
    },
    async type(goal, text) {
      await to(goal)
      await keyboard.type(text)
    },
    async choose(list, typed) {
      await to(list)
      await keyboard.type(typed)
      await page.locator('.ant-select-item-option-active').filter({ hasText: typed }).waitFor()
      await keyboard.press('Enter')
    },
    async pick(list, line) {
      await to(list)
      const active = page.locator('.ant-select-item-option-active').filter({ hasText: line, visible: true })
      for (let stop = 0; !(await active.isVisible()); stop += 1) {
        if (stop === MOST_STOPS) throw new Error(`no way by arrows to ${line}`)
        await keyboard.press('ArrowDown')
      }
      await keyboard.press('Enter')
    },
  }
}

/**
 * In the page: the stop that the focus has just left, where nothing of it looks otherwise than while it had the focus. What is around both may look
 * otherwise for the new one's sake. The page's content, to which the focus goes where what had it is gone, is no stop: nothing in it is marked.
 */
const unseenStop = `(() => {
  const lookOf = (part) => {
    const { outline, boxShadow, borderColor, backgroundColor, left } = getComputedStyle(part)
    return [outline, boxShadow, borderColor, backgroundColor, left].join()
  }
  const looksAround = (element) => {
    const looks = new Map()
    for (let up = 0, around = element; up < 4 && around && around !== document.body; up += 1, around = around.parentElement)
      for (const part of up === 0 ? [around] : [around, ...around.children]) looks.set(part, lookOf(part))
    return looks
  }
  const last = window.lastStop
  const now = document.activeElement
  const isStop = now && now !== document.body && !now.matches('main') && now.getAttribute('aria-hidden') !== 'true'
  window.lastStop = isStop ? { element: now, looks: looksAround(now) } : undefined
  const isUnseen =
    last &&
    last.element.isConnected &&
    last.element !== now &&
    [...last.looks].every(([part, look]) => (isStop && part !== last.element && part.contains(now)) || lookOf(part) === look)
  return isUnseen ? last.element.outerHTML.slice(0, 300) : undefined
})()`
