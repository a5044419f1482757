import type { Page } from 'playwright-core'

/** One grey pixel. */
export const photo = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
  'base64',
)
const sheet = { name: '签收单.jpg', mimeType: 'image/jpeg', buffer: photo }

export async function choose(page: Page, label: string, option: string, nth = 0): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).nth(nth).click()
  await page.getByTitle(option, { exact: true }).last().click()
}

export async function chooseFound(page: Page, label: string, text: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(text)
  await page.getByTitle(option, { exact: true }).click()
}

/** The first person who is found. */
export async function choosePerson(page: Page, label: string, name: string): Promise<void> {
  const form = page.getByRole('dialog')
  await form.getByLabel(label).fill(name)
  await form.getByRole('button', { name: '查找' }).click()
  // With its space: a file is chosen by a button, too.
  await form
    .getByRole('button', { name: /^选择 / })
    .first()
    .click()
}

export async function attach(page: Page): Promise<void> {
  await page.getByRole('dialog').locator('input[type=file]').first().setInputFiles(sheet)
  await page.getByText('已上传 签收单.jpg').waitFor()
}

/** What the act would move is shown before it is sent. */
export async function moves(page: Page, change: string): Promise<void> {
  const shown = page.getByRole('dialog').getByRole('list', { name: '物资变化（件数）' })
  await shown.getByText(change, { exact: true }).first().waitFor()
}

export const history = (page: Page) => page.getByRole('region', { name: '办理记录' })
