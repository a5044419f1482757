import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { chooseLanguage, type Language } from '../../common/language.ts'
import { useLanguage } from '../../common/react/use-language.ts'
import { say } from './words.ts'

export function LanguageSwitch(): ReactNode {
  const language = useLanguage()
  return (
    <Segmented<Language>
      aria-label={say('language')}
      size="small"
      value={language}
      options={[
        { value: 'zh', label: '中文' },
        { value: 'en', label: 'English' },
      ]}
      onChange={chooseLanguage}
    />
  )
}
