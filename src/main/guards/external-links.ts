/** Where links of the studio lead: source code, licences and the homes of models. Exactly these hosts. */
const hosts: ReadonlySet<string> = new Set(['github.com', 'huggingface.co', 'arxiv.org', 'www.loc.gov'])

/** True for an https address of a listed host, on its usual port and without a name or password in it. */
export function isExternalLink(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return (
    url.protocol === 'https:' && hosts.has(url.host) && url.username === '' && url.password === '' && url.port === ''
  )
}

/**
 * The only way out to the user's browser.
 * @param open the dangerous effect, given by the caller so that this decision is tested without it
 * @returns whether the link was opened
 */
export function openExternalLink(address: string, open: (address: string) => void): boolean {
  if (!isExternalLink(address)) return false
  open(new URL(address).href)
  return true
}
