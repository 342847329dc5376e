const startOf = (name: string): string => `<!-- verification: ${name} -->`;
const endOf = (name: string): string => `<!-- end of ${name} -->`;

/** What stands between the markers of a section; undefined without both markers. */
export function sectionOf(text: string, name: string): string | undefined {
  const start = text.indexOf(startOf(name));
  const end = text.indexOf(endOf(name));
  return start < 0 || end < start ? undefined : text.slice(start + startOf(name).length, end).trim();
}

/** `text` with `content` between the markers of a section. */
export function withSection(text: string, name: string, content: string): string {
  if (sectionOf(text, name) === undefined) throw new Error(`There is no section between ${startOf(name)} and ${endOf(name)}.`);
  const start = text.indexOf(startOf(name)) + startOf(name).length;
  return `${text.slice(0, start)}\n${content}\n${text.slice(text.indexOf(endOf(name)))}`;
}
