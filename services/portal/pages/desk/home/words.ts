import { createWords } from '../../common/words.ts'

export const say = createWords('home', {
  zh: { home: '首页', programmes: '项目', none: '还没有项目。经办人建立第一个项目后，这里会列出它。' },
  en: {
    home: 'Home',
    programmes: 'Programmes',
    none: 'No programme yet. It is listed here once an officer has defined the first.',
  },
})
