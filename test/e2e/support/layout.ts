import type { Page } from '@playwright/test'

/**
 * Makes every text of the page two fifths longer, in one word, as German would, but for names of files and what the
 * user wrote. @returns puts the page back as it was
 */
export async function lengthenTexts(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(`(() => {
    const more = 'ungsgesellschaftsverordnungsblattverlagsleitung'
    const kept = /family-|\\.(jpg|png)|\\{\\w+\\}|\\/|^[^\\p{L}]*$|^Daguerre$|^(Ctrl|Shift|Alt|Enter|Space|Esc)/u
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    window.lengthened = []
    while (walker.nextNode()) {
      const node = walker.currentNode
      const text = node.nodeValue
      const parent = node.parentElement
      if (kept.test(text) || text.length < 2 || parent.closest('textarea, script, style, option, kbd, [data-own]')) continue
      const added = more.slice(0, Math.ceil(text.trim().length * 0.4))
      window.lengthened.push([node, text])
      node.nodeValue = text.replace(/(\\p{L}+)([^\\p{L}]*)$/u, (_, word, rest) => word + added + rest)
    }
  })()`)
  return () =>
    page.evaluate(`(() => {
      for (const [node, text] of window.lengthened) node.nodeValue = text
      window.lengthened = []
    })()`)
}

/**
 * No text is cut off by what it lies in, none runs over the edge of its control or of the window, and nothing but what
 * is made for it scrolls sideways. What somebody wrote (`data-own`) may end in dots.
 * @returns what is wrong, in words
 */
export async function whatIsCut(page: Page, where: string): Promise<string[]> {
  const found = await page.evaluate<string[]>(`(() => {
    const faults = []
    const name = (node) => (node.nodeValue ?? node.textContent).trim().slice(0, 60)
    const isSeen = (box) => box.width > 1 && box.height > 1
    const control = 'button, a, [role=radio], [role=option], [role=menuitem], [role=switch], label, summary'
    const cuts = (style, axis) => ['hidden', 'clip'].includes(style['overflow' + axis])
    const scrolls = (style, axis) => ['auto', 'scroll'].includes(style['overflow' + axis])
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      const parent = node.parentElement
      if (!node.nodeValue.trim() || parent.closest('[data-own], [inert], [aria-hidden=true], textarea, option')) continue
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const text = range.getBoundingClientRect()
      if (!isSeen(text)) continue
      let across = true
      let down = true
      for (let box = parent; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box)
        const edge = box.getBoundingClientRect()
        // Only for screen readers: one pixel on purpose.
        if (edge.width <= 1 || edge.height <= 1) { across = down = false; break }
        if (across && cuts(style, 'X') && (text.right > edge.right + 1 || text.left < edge.left - 1))
          { faults.push('cut off: ' + name(node)); break }
        if (down && cuts(style, 'Y') && (text.bottom > edge.bottom + 3 || text.top < edge.top - 3))
          { faults.push('cut off below or above: ' + name(node)); break }
        if (box.matches(control) && (text.right > edge.right + 1 || text.left < edge.left - 1))
          { faults.push('runs over its control: ' + name(node)); break }
        if (scrolls(style, 'X')) across = false
        if (scrolls(style, 'Y')) down = false
        if (style.position === 'fixed') break
      }
      if (across && (text.right > innerWidth + 1 || text.left < -1)) faults.push('beyond the window: ' + name(node))
    }
    for (const box of document.querySelectorAll('*')) {
      const style = getComputedStyle(box)
      if (scrolls(style, 'X') && box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1 && !box.matches('[data-scrolls=across], textarea, input'))
        faults.push('scrolls sideways: ' + (box.getAttribute('aria-label') ?? box.className))
    }
    const page = document.documentElement
    if (page.scrollWidth > page.clientWidth) faults.push('the page scrolls sideways')
    return [...new Set(faults)]
  })()`)
  return found.map((fault) => `${where}: ${fault}`)
}

/** Buttons and fields a message lies on: it may cover pictures, which scroll, but nothing one wants to press. */
export async function whatToastsCover(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const toasts = [...document.querySelectorAll('[data-toasts] > *')].map((toast) => toast.getBoundingClientRect())
    if (toasts.length === 0) return ['there is no message']
    const controls = document.querySelectorAll('button, a[href], input, textarea, [role=slider]')
    return [...controls]
      .filter((control) => !control.closest('[data-toasts], [role=gridcell], [inert]'))
      .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .filter((control) => {
        const box = control.getBoundingClientRect()
        return toasts.some((toast) => box.width > 1 && box.right > toast.left && box.left < toast.right && box.bottom > toast.top && box.top < toast.bottom)
      })
      .map((control) => control.getAttribute('aria-label') ?? control.textContent)
  })()`)
}
