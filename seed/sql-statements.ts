/** What may not be split: comments, quoted texts and names, and bodies between dollar signs. */
const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|;/g;

/** The statements of a SQL text, each without its semicolon; comments alone are none. */
export function statementsOf(sql: string): string[] {
  const statements: string[] = [];
  let from = 0;
  const take = (to: number) => {
    const statement = sql.slice(from, to).trim();
    if (withoutComments(statement) !== '') statements.push(statement);
    from = to + 1;
  };
  for (const { 0: text, index } of sql.matchAll(token)) if (text === ';') take(index);
  take(sql.length);
  return statements;
}

function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim();
}
