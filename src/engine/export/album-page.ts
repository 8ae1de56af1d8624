/** One picture of an exported album. */
export interface PagePicture {
  /** File beside the page. */
  readonly file: string
  readonly caption: string
  readonly width: number
  readonly height: number
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem }
h1 { font: 500 2rem/1.2 Georgia, serif }
figure { margin: 0 0 3rem }
img { max-width: 100%; height: auto; border-radius: 4px }
figcaption { margin-top: .5rem; opacity: .75 }`

/**
 * A page that shows an album in any browser, also in fifty years: plain HTML, no scripts, nothing from elsewhere
 * (its content policy forbids it), pictures by file name beside it.
 */
export function albumPage(title: string, note: string, pictures: readonly PagePicture[]): string {
  const figures = pictures.map(
    ({ file, caption, width, height }) =>
      `<figure><img src="${escapeHtml(encodeURIComponent(file))}" alt="${escapeHtml(caption)}" width="${width}" height="${height}" loading="lazy">` +
      `<figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  )
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escapeHtml(title)}</h1>`,
    note === '' ? '' : `<p>${escapeHtml(note)}</p>`,
    ...figures,
    '</body></html>\n',
  ].join('\n')
}
