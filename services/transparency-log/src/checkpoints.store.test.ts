import { expect, onTestFinished, test } from 'vitest'
import { type ArchivedCheckpoint, openCheckpointArchive } from './checkpoints.store.ts'

function openArchive() {
  const archive = openCheckpointArchive(':memory:')
  onTestFinished(() => archive.close())
  const sizes = () => archive.list(100).map(({ epoch, treeSize }) => [epoch, treeSize])
  return { archive, sizes }
}

function checkpoint(treeSize: number, time: string, epoch = 1): ArchivedCheckpoint {
  return {
    epoch,
    treeSize,
    rootHash: `root ${treeSize}`,
    note: `note ${treeSize}\n`,
    through: `2026-06-01T${time}:00.000Z`,
  }
}

const line = { witness: 'w', timestampS: 1, line: '— w line\n' }

test('the last checkpoint of each hour is kept, and the latest', () => {
  const { archive, sizes } = openArchive()
  for (const [size, time] of [
    [10, '08:10'],
    [20, '08:59'],
    [30, '09:00'],
    [40, '09:30'],
    [50, '11:00'],
    [60, '11:01'],
  ] as const) {
    archive.save(checkpoint(size, time))
    expect(archive.latest(1)?.treeSize).toBe(size)
  }
  expect(sizes()).toEqual([
    [1, 60],
    [1, 40],
    [1, 20],
  ])
})

test('a cosigned checkpoint is kept, with its cosignatures under it, once each', () => {
  const { archive, sizes } = openArchive()
  archive.save(checkpoint(10, '08:10'))
  archive.cosign(checkpoint(10, '08:10'), [line, { ...line, witness: 'v', line: '— v line\n' }])
  archive.cosign(checkpoint(10, '08:10'), [line])
  archive.save(checkpoint(20, '08:20'))
  archive.cosign(checkpoint(15, '08:15'), [line])
  archive.save(checkpoint(30, '08:30'))
  expect(sizes()).toEqual([
    [1, 30],
    [1, 15],
    [1, 10],
  ])
  expect(archive.find({ epoch: 1, treeSize: 10 })?.note).toBe('note 10\n— v line\n— w line\n')
})

test('a checkpoint signed anew keeps its cosignatures', () => {
  const { archive } = openArchive()
  archive.save(checkpoint(10, '08:10'))
  archive.cosign(checkpoint(10, '08:10'), [line])
  archive.save({ ...checkpoint(10, '08:10'), note: 'signed by two\n' })
  expect(archive.latest(1)?.note).toBe('signed by two\n— w line\n')
})

test('the list goes on where a page ended, through every epoch', () => {
  const { archive } = openArchive()
  for (const epoch of [1, 2])
    for (const hour of ['08', '09', '10']) archive.save(checkpoint(Number(hour), `${hour}:00`, epoch))
  const pages: (readonly [number, number])[] = []
  for (let last: ArchivedCheckpoint | undefined; ; ) {
    const page = archive.list(2, last)
    pages.push(...page.map(({ epoch, treeSize }) => [epoch, treeSize] as const))
    last = page.at(-1)
    if (!last) break
  }
  expect(pages).toEqual([
    [2, 10],
    [2, 9],
    [2, 8],
    [1, 10],
    [1, 9],
    [1, 8],
  ])
})

test('the largest of an earlier epoch is found, up to a size', () => {
  const { archive } = openArchive()
  archive.save(checkpoint(10, '08:00', 1))
  archive.save(checkpoint(20, '09:00', 1))
  archive.save(checkpoint(15, '10:00', 2))
  expect(archive.latestBefore(3, 17)).toMatchObject({ epoch: 2, treeSize: 15 })
  expect(archive.latestBefore(2, 17)).toMatchObject({ epoch: 1, treeSize: 10 })
  expect(archive.latestBefore(1, 100)).toBeUndefined()
  expect(archive.latest(3)).toBeUndefined()
})
