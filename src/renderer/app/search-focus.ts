export const searchBoxId = 'search'

export const focusSearch = (): void => {
  const box = document.getElementById(searchBoxId)
  if (box instanceof HTMLInputElement) {
    box.focus()
    box.select()
  }
}
