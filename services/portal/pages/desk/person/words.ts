import { createWords } from '../../common/words.ts'
import { en } from './words-en.ts'
import { zh } from './words-zh.ts'

export const say = createWords('person', { zh, en })
