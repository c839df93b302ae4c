import { printable } from './printable.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in which nothing is HTML, in content and in quoted attributes; the digits of a number stay together. */
export function escaped(text: string): string {
  return markup(printable(text)).replaceAll(/(\d) (?=\d{3}(?!\d))/g, '$1&#8239;');
}

/** A sentence: what stands in backticks becomes code. */
export function prose(text: string): string {
  return text
    .split(/`([^`\n]+)`/)
    .map((part, at) => (at % 2 === 1 ? code(part) : escaped(part)))
    .join('');
}

/** A name or a command; its direction of reading cannot leak into the text around it. */
export function code(text: string): string {
  return `<code><bdi>${breakable(markup(printable(text)))}</bdi></code>`;
}

/** Lines as written, for a block of preformatted text. */
export function markup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Long names may break after their joints, so that a phone needs no scrolling; the text stays the same when copied. */
function breakable(escapedText: string): string {
  return escapedText.replaceAll(
    /(&[a-z0-9#]+;)|([._(/:])(?=[^\s<])/g,
    (_match, entity: string | undefined, joint: string | undefined) => entity ?? `${joint ?? ''}<wbr>`,
  );
}
