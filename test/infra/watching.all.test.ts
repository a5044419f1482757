import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMetrics } from '@welfare/process/metrics.ts'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { shippedFiles } from '../house/source-files.ts'
import { infra, processes, root } from './compose-file.ts'
import { outsideTool, pythonTool, titled } from './outside-tool.ts'

const prometheus = join(infra, 'prometheus')
const promtool = outsideTool('promtool', "Debian's package prometheus")
const grafana = pythonTool('grafana-foundation-sdk', 'grafana_foundation_sdk')
const boardPath = join(infra, 'grafana/boards/ledger.json')

const expression = z.object({ expr: z.string() })
const panel = z.object({ id: z.int(), title: z.string(), type: z.string(), description: z.string().optional() })
const board = z
  .object({
    panels: z.array(
      panel.extend({ targets: z.array(expression).default([]), datasource: z.object({ uid: z.string() }).optional() }),
    ),
  })
  .parse(JSON.parse(readFileSync(boardPath, 'utf8')))
const alerts = z
  .object({ groups: z.array(z.object({ rules: z.array(expression.extend({ alert: z.string() })) })) })
  .parse(parse(readFileSync(join(prometheus, 'alerts.yaml'), 'utf8')))
  .groups.flatMap(({ rules }) => rules)
const expressions = {
  board: board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  alerts: alerts.map(({ expr }) => expr),
}

test.skipIf(promtool.missing)(titled('Prometheus understands its configuration and its rules', promtool), () => {
  const files = [
    ['config', '--syntax-only', join(prometheus, 'prometheus.yaml')],
    ['rules', join(prometheus, 'alerts.yaml')],
  ]
  for (const words of files) expect(promtool.run(['check', ...words])).toMatchObject({ exitCode: 0 })
})

test.skipIf(promtool.missing)(titled('each alert rings when it should, and not before', promtool), () => {
  expect(promtool.run(['test', 'rules', join(prometheus, 'alerts.test.yaml')])).toMatchObject({ exitCode: 0 })
})

test.skipIf(promtool.missing)(
  titled('every question of the board is one that Prometheus understands', promtool),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'welfare-board-'))
    const file = join(folder, 'board.yaml')
    const rules = expressions.board.map((expr, index) => ({ record: `board:${index}`, expr }))
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'board', rules }] }))
    expect(promtool.run(['check', 'rules', file])).toMatchObject({ exitCode: 0 })
    rmSync(folder, { recursive: true })
  },
)

test.skipIf(grafana.missing)(titled("Grafana's own model of a board understands every word of ours", grafana), () => {
  expect(grafana.run([join(root, 'test/outside/grafana_board.py'), boardPath])).toEqual({ exitCode: 0, said: '\n' })
})

describe('what is watched', () => {
  /** Of other programs: the documentation of EventStoreDB 24.10, and Prometheus itself. */
  const foreign = ['up', 'eventstore_sys_disk_bytes']
  /** Names of the numbers that our code tells, and those that a histogram is told under. */
  const told = (() => {
    const registered = createMetrics().registry.getMetricsAsArray()
    const literals = shippedFiles.flatMap(({ text }) =>
      [...text.matchAll(/'(welfare_[a-z0-9_]+)'/g)].map(([, name]) => name ?? ''),
    )
    const histograms = registered.filter(({ type }) => String(type) === 'histogram').map(({ name }) => `${name}_bucket`)
    return new Set([...registered.map(({ name }) => name), ...literals, ...histograms])
  })()

  const named = (list: readonly string[]) => [
    ...new Set(
      list.flatMap((expr) => {
        const bare = expr.replace(/"[^"]*"/g, '""').replace(/\{[^}]*\}/g, '')
        return [...bare.matchAll(/\b(?:welfare|eventstore)_[a-z0-9_]+\b|\bup\b/g)].map(([name]) => name)
      }),
    ),
  ]

  test.each(['board', 'alerts'] as const)('the %s names only numbers that somebody tells', (place) => {
    const names = named(expressions[place])
    expect(names.length).toBeGreaterThan(7)
    expect(names.filter((name) => ![...told, ...foreign].includes(name))).toEqual([])
  })

  test('labels say what the code calls things', () => {
    const codes = [...expressions.board, ...expressions.alerts].flatMap((expr) => [
      ...expr.matchAll(/(code|operation)="([^"]+)"/g),
    ])
    expect(codes.length).toBeGreaterThan(3)
    for (const [, , value] of codes)
      expect(
        shippedFiles.some(({ text }) => text.includes(`'${value}'`)),
        value,
      ).toBe(true)
  })

  test('every process is asked, and is called what compose.yaml calls it', () => {
    const scrape = z.object({
      scrape_configs: z.array(
        z.object({ job_name: z.string(), static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
      ),
    })
    const { scrape_configs } = scrape.parse(parse(readFileSync(join(prometheus, 'prometheus.yaml'), 'utf8')))
    const targets = scrape_configs
      .find(({ job_name }) => job_name === 'welfare')
      ?.static_configs.flatMap((one) => one.targets)
    expect(targets?.sort()).toEqual(processes.map(([name]) => `${name}:8080`).sort())
  })

  test('every alert is tried, and says what it means', () => {
    const tried = readFileSync(join(prometheus, 'alerts.test.yaml'), 'utf8')
    expect(alerts.map(({ alert }) => alert).filter((name) => !tried.includes(`alertname: ${name}`))).toEqual([])
  })

  test('the board lays every panel out once, on the data source that is provisioned', () => {
    const ids = board.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const sources = z.object({ datasources: z.array(z.object({ uid: z.string(), url: z.string() })) })
    const provisioned = sources.parse(
      parse(readFileSync(join(infra, 'grafana/provisioning/datasources/prometheus.yaml'), 'utf8')),
    )
    for (const { type, title, datasource, description, targets } of board.panels.filter((one) => one.type !== 'row')) {
      expect(datasource?.uid, `${type} ${title}`).toBe(provisioned.datasources[0]?.uid)
      expect(description, title).toMatch(/\.$/)
      expect(targets.length, title).toBeGreaterThan(0)
    }
  })
})
