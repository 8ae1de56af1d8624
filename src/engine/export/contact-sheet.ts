import { escapeHtml, type PagePicture } from './album-page.ts'

const style = `
@page { size: A4; margin: 12mm }
:root { font: 9pt/1.35 system-ui, "Noto Sans SC", sans-serif; color: #1b1a18; background: #fff }
h1 { margin: 0 0 6mm; font: 500 16pt/1.2 Georgia, serif }
main { display: grid; grid-template-columns: repeat(4, 1fr); gap: 5mm }
figure { margin: 0; break-inside: avoid }
div { display: grid; place-items: center; height: 42mm; background: #f2f0ec }
img { max-width: 100%; max-height: 42mm; object-fit: contain }
figcaption { margin-top: 1.5mm; overflow-wrap: anywhere }
b { color: #6b675f; font-weight: 500 }`

/** A sheet to print, as photographers lay out what they have: every picture small, with its number and caption. */
export function contactSheet(title: string, pictures: readonly PagePicture[]): string {
  const figures = pictures.map(
    ({ file, caption }, i) =>
      `<figure><div><img src="${escapeHtml(encodeURIComponent(file))}" alt="${escapeHtml(caption)}"></div>` +
      `<figcaption><b>${i + 1}</b> ${escapeHtml(caption)}</figcaption></figure>`,
  )
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escapeHtml(title)}</h1>`,
    '<main>',
    ...figures,
    '</main></body></html>\n',
  ].join('\n')
}
