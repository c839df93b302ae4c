import type { Diagnostic } from '../findings/error.ts';
import { code, prose } from './html-text.ts';
import { digits } from './words.ts';

/** A section of one list; nothing when there is nothing in it. */
export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<h2>${title}</h2><ul class="card plain">${lines.join('')}</ul>`;
}

/** A list that is folded away. */
export function aside(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<details class="aside"><summary>${title} (${digits(lines.length)})</summary><ul class="card plain">${lines.join('')}</ul></details>`;
}

/** What went otherwise than it should, an item each. */
export function diagnosticItems(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((one) => {
    const place =
      one.file === undefined ? '' : ` ${code(`${one.file}${one.line === undefined ? '' : `:${one.line}`}`)}`;
    const hint = one.hint === undefined ? '' : `<br><span class="quiet">${prose(one.hint)}</span>`;
    return `<li><b class="${one.severity}">${one.severity}</b>${place} ${prose(one.message)}${hint}</li>`;
  });
}
