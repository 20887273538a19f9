const named = 4;

/** The first few of a list that is sorted, and how many more there are: a level has up to sixteen VMs. */
export function busiest(said: readonly string[]): string {
  const more = said.length > named ? `; and ${said.length - named} more` : '';
  return `${said.slice(0, named).join('; ')}${more}`;
}
