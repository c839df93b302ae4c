import { readFileSync } from 'node:fs';

/** A plan, or a piece of a log with several, as a real server wrote it; see make.mjs. */
export interface PlanText {
  readonly title: string;
  readonly version: number;
  readonly name: string;
  readonly options: string;
  readonly form: 'TEXT' | 'JSON' | 'YAML' | 'XML';
  readonly text: string;
}

const planVersions = [13, 15, 17, 18] as const;

/** The corpus of a version, or all of it. */
export function planTexts(versions: readonly number[] = planVersions): readonly PlanText[] {
  return versions.flatMap((version) => {
    const entries = readFileSync(new URL(`postgres-${version}.txt`, import.meta.url), 'utf8')
      .split(/^=== /m)
      .slice(1);
    return entries.map((entry) => {
      const [title = ''] = entry.split('\n', 1);
      const [name = '', options = '', form = ''] = title.split(' | ');
      if (!isForm(form)) throw new Error(`${version}: ${title}`);
      return { title: `${version} ${title}`, version, name, options, form, text: entry.slice(title.length + 1) };
    });
  });
}

function isForm(form: string): form is PlanText['form'] {
  return ['TEXT', 'JSON', 'YAML', 'XML'].includes(form);
}
