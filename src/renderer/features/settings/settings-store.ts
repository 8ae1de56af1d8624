import { create } from 'zustand'

export const useSettingsPanel = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }))

export const openSettings = (): void => useSettingsPanel.setState({ isOpen: true })
