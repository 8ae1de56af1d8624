import i18next from 'i18next'
import { CircleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

interface GuardState {
  readonly failed: boolean
}

/** A fault in the page itself: everything is with the engine, so showing the page anew loses nothing. */
export class Guard extends Component<{ readonly children: ReactNode }, GuardState> {
  override state: GuardState = { failed: false }

  static getDerivedStateFromError(): GuardState {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <Notice
        alert
        icon={CircleAlert}
        title={i18next.t('crash.title')}
        action={<Button onPress={() => location.reload()}>{i18next.t('crash.reload')}</Button>}
      >
        {i18next.t('crash.text')}
      </Notice>
    )
  }
}
