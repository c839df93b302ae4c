import type { Diagnostic } from '../findings/error.ts';
import { printable } from './printable.ts';
import { hanging, heading, type Page } from './text-style.ts';
import { displayWidth, padEnd } from './width.ts';

/** What was taken for granted. */
export function assumptionSection(assumptions: readonly string[], page: Page): readonly string[] {
  if (assumptions.length === 0) return [];
  const lines = assumptions.flatMap((assumption) => hanging(page, '  ·', printable(assumption)));
  return [...heading(page, 'Assumed', page.colors.bold), ...lines];
}

/** What went otherwise than it should; notes and all beyond six when verbose. */
export function diagnosticSection(all: readonly Diagnostic[], page: Page): readonly string[] {
  if (all.length === 0) return [];
  const shown = page.verbose ? all : all.filter((diagnostic) => diagnostic.severity !== 'note').slice(0, 6);
  if (shown.length === 0) return [];
  const rest = all.length - shown.length;
  const lines = shown.flatMap((diagnostic) => diagnosticText(diagnostic, page));
  const more = rest > 0 ? hanging(page, ' ', `… and ${rest} more (--verbose)`, page.colors.dim) : [];
  return [...heading(page, 'Diagnostics', page.colors.bold), ...lines, ...more];
}

function diagnosticText(diagnostic: Diagnostic, page: Page): readonly string[] {
  const style =
    diagnostic.severity === 'error'
      ? page.colors.red
      : diagnostic.severity === 'warning'
        ? page.colors.yellow
        : page.colors.dim;
  const place =
    diagnostic.file === undefined
      ? ''
      : `${diagnostic.file}${diagnostic.line === undefined ? '' : `:${diagnostic.line}`}: `;
  const mark = padEnd(`  ${diagnostic.severity}`, 9);
  const hint =
    diagnostic.hint === undefined ? [] : hanging(page, ' '.repeat(9), printable(diagnostic.hint), page.colors.dim);
  const [head, ...tail] = hanging(page, mark, printable(`${place}${diagnostic.message}`));
  return [style(mark) + (head ?? '').slice(mark.length), ...tail, ...hint];
}

/** What to do next, numbered. */
export function nextStepSection(nextSteps: readonly string[], page: Page): readonly string[] {
  if (nextSteps.length === 0) return [];
  const width = displayWidth(`${nextSteps.length}.`);
  const lines = nextSteps.flatMap((step, at) => hanging(page, `  ${`${at + 1}.`.padStart(width)}`, printable(step)));
  return [...heading(page, 'Next steps', page.colors.green), ...lines];
}
