const statement =
  /(?<![\w.$])(?:(?:import|export)\b[^'"`;()]*?\bfrom\s*|import\s*|(?:import|require|[\w$]+\(import\.meta\.url\))\(\s*)(["'])([@\w][\w@./:-]*)\1/g

/** Names of what built code, minified or not, still asks for from outside itself: packages, Node's own modules. */
export function bareImports(text: string): string[] {
  return [...new Set([...text.matchAll(statement)].map(([, , name]) => name as string))].sort()
}
