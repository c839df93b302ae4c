const voids = new Set(['meta', 'br', 'wbr', 'input']);

/** Reads a page's tags; throws when they do not nest or stand open. */
export function elements(source: string): readonly { readonly name: string; readonly attributes: string }[] {
  const open: string[] = [];
  const found: { name: string; attributes: string }[] = [];
  const text = source.replace(/^<!doctype html>/, '').replace(/<style>[\s\S]*?<\/style>/, '<style></style>');
  for (const match of text.matchAll(/<(\/?)([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>|[<>]/g)) {
    const [whole, closing, name, attributes = ''] = match;
    if (name === undefined) throw new Error(`a bare ${whole} at ${text.slice(match.index - 40, match.index + 40)}`);
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last}>`);
    } else {
      found.push({ name, attributes });
      if (!voids.has(name)) open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
  return found;
}

/** What a reader sees. */
export const seen = (source: string) =>
  source
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#8239;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
