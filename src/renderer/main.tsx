import './jitless.ts'
import './styles/tokens.css'
import './styles/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { Guard } from './app/guard.tsx'
import { applyTheme, remembered } from './features/settings/apply-settings.ts'
import { languageOf, startI18n } from './i18n.ts'
import { queryClient } from './state/queries.ts'

async function start(): Promise<void> {
  applyTheme(localStorage.getItem(remembered.theme))
  const known = localStorage.getItem(remembered.language)
  await startI18n(known === 'en' || known === 'zh-CN' ? known : languageOf('auto', navigator.language))
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <Guard>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </Guard>,
  )
}

void start()
