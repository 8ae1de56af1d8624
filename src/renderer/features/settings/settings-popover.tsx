import { Settings as SettingsIcon } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components'
import { devices } from '../../../shared/engine.ts'
import { useChangeSettings, useSettings, useSystem } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Hint } from '../../ui/hint.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import styles from './settings.module.css'
import { useSettingsPanel } from './settings-store.ts'

export function SettingsPopover() {
  const { t } = useWords()
  const { isOpen } = useSettingsPanel()
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => useSettingsPanel.setState({ isOpen: open })}>
      <Hint text={t('settings.title')} shortcut="CmdOrCtrl+,">
        <AriaButton className={`${buttonStyles.button} ${buttonStyles.icon}`} aria-label={t('settings.title')}>
          <Icon of={SettingsIcon} />
        </AriaButton>
      </Hint>
      <Popover className={styles.popover ?? ''} placement="bottom end" offset={6}>
        <Dialog className={styles.dialog ?? ''}>
          <Heading slot="title" level={2}>
            {t('settings.title')}
          </Heading>
          <Appearance />
          <Engine />
          <About />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Appearance() {
  const { t } = useWords()
  const { data: settings } = useSettings()
  const { mutate: change } = useChangeSettings()
  if (!settings) return null
  return (
    <>
      <ChoiceField
        label={t('settings.language')}
        value={settings.language}
        options={[
          { value: 'auto', text: t('settings.language.auto') },
          { value: 'en', text: 'English' },
          { value: 'zh-CN', text: '简体中文' },
        ]}
        onChange={(language) => change({ language })}
      />
      <div className={styles.field}>
        <span>{t('settings.theme')}</span>
        <Segmented
          label={t('settings.theme')}
          value={settings.theme}
          options={(['auto', 'dark', 'light'] as const).map((theme) => ({
            value: theme,
            text: t(`settings.theme.${theme}`),
          }))}
          onChange={(theme) => change({ theme })}
        />
      </div>
    </>
  )
}

function Engine() {
  const { t, number } = useWords()
  const { data: settings } = useSettings()
  const { data: system } = useSystem()
  const { mutate: change } = useChangeSettings()
  if (!settings) return null
  return (
    <>
      <ChoiceField
        label={t('settings.device')}
        help={system && system.device !== 'auto' ? t('settings.deviceNow', { device: system.device }) : undefined}
        value={settings.device}
        options={devices.map((device) => ({ value: device, text: t(`settings.device.${device}`) }))}
        onChange={(device) => change({ device })}
      />
      <SliderField
        label={t('settings.threads')}
        help={t('settings.threadsHelp')}
        value={settings.threads}
        min={0}
        max={Math.max(1, system?.cores ?? 8)}
        step={1}
        text={(threads) => (threads === 0 ? t('settings.threadsAuto') : number(threads))}
        onChange={(threads) => change({ threads })}
      />
      <SwitchField
        label={t('settings.faces')}
        help={t('settings.facesHelp')}
        value={settings.faces}
        onChange={(faces) => change({ faces })}
      />
    </>
  )
}

function About() {
  const { t } = useWords()
  const { data: system } = useSystem()
  if (!system) return null
  return (
    <p className={styles.about}>
      {t('settings.version', { version: system.version })}
      <br />
      {t('settings.library')} <span>{system.library}</span>
    </p>
  )
}
