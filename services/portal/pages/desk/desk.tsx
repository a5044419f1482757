import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enGB from 'antd/locale/en_GB'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, useState } from 'react'
import { isWorthRepeating } from '../common/api/problem.ts'
import { MoneyUnits } from '../common/react/money.tsx'
import { useLanguage } from '../common/react/use-language.ts'
import { router } from './router.ts'
import { StaleNotice } from './shell/reading.tsx'

const theme = {
  cssVar: { key: 'desk' },
  token: {
    colorPrimary: '#0b6e66',
    colorLink: '#0b6e66',
    // What antd derives from so dark a colour is too dark for text on it.
    colorPrimaryBg: '#e3f1ef',
    colorPrimaryBgHover: '#d5e9e6',
    controlItemBgActive: '#e3f1ef',
    controlItemBgActiveHover: '#d5e9e6',
    colorError: '#b42318',
    colorWarning: '#935d00',
    colorSuccess: '#1c7a3e',
    colorTextPlaceholder: '#6b7280',
    colorTextDisabled: '#6b7280',
    colorTextDescription: '#5c6670',
    colorTextTertiary: '#5c6670',
    colorSuccessBg: '#e5f4ea',
    colorWarningBg: '#fff4dd',
    colorErrorBg: '#fdeceb',
    borderRadius: 6,
    fontSize: 14,
    fontSizeHeading1: 26,
    fontSizeHeading2: 20,
    fontSizeHeading3: 16,
    fontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif',
    motion: false,
  },
} as const

/** The whole desk. What is drawn anew when another language is chosen is everything. */
export function Desk(): ReactNode {
  const language = useLanguage()
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { retry: (count, error) => isWorthRepeating(error) && count < 3, staleTime: 10_000 },
        },
      }),
  )
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enGB} button={{ autoInsertSpace: false }}>
      <App>
        <QueryClientProvider client={queries}>
          <MoneyUnits>
            <StaleNotice />
            <RouterProvider key={language} router={router} />
          </MoneyUnits>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}
