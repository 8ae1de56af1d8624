/** Words of one operation in one language. */
export interface OperationWords {
  readonly title: string
  readonly summary: string
  readonly params: Readonly<
    Record<
      string,
      { readonly title: string; readonly help?: string; readonly options?: Readonly<Record<string, string>> }
    >
  >
}

const load = (found: Record<string, OperationWords>) =>
  Object.fromEntries(Object.entries(found).map(([path, words]) => [path.split('/')[1] as string, words]))

/** Every operation's words, by language and operation id. */
export const operationWords: Readonly<Record<'en' | 'zh-CN', Readonly<Record<string, OperationWords>>>> = {
  en: load(import.meta.glob<OperationWords>('./*/locales/en.json', { eager: true, import: 'default' })),
  'zh-CN': load(import.meta.glob<OperationWords>('./*/locales/zh-CN.json', { eager: true, import: 'default' })),
}
