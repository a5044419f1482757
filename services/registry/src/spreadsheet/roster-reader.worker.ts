import { parentPort, workerData } from 'node:worker_threads'
import { performRosterTask, type RosterTask } from './roster-task.ts'

const task: RosterTask = workerData
parentPort?.postMessage(await performRosterTask(task))
