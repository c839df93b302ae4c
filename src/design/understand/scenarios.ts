/** A line of a scenario: what is there before, what is done, or what comes of it. */
export interface Step {
  readonly kind: 'given' | 'when' | 'then';
  /** Without the word that it begins with. */
  readonly text: string;
  /** As it is written, and where. */
  readonly words: string;
  readonly line: number;
  /** The head of the table of values that stands under it. */
  columns?: readonly string[];
}

export type Scenario = readonly Step[];

const opening = /^\s*(?:[-*•]\s+)?(given|when|then|and|but)(?:\s+that)?,?\s+(.+?)[.;,]?\s*$/i;
const named = /^\s*(?:scenario(?: outline| template)?|background|rule|examples?|scenarios)\s*:/i;
const feature = /^\s*feature\s*:\s*(.*)$/i;
const inOne = /^\s*(?:[-*•]\s+)?given\s.*\bthen\s/i;

/**
 * Takes the scenarios out of a text: lines that begin with Given, When and Then, or one sentence that holds all three.
 * What is left has its lines where they were; what a feature is called stays.
 */
export function takeScenarios(text: string): { readonly rest: string; readonly scenarios: readonly Scenario[] } {
  const lines = text.split('\n');
  const scenarios: Step[][] = [];
  let open: Step[] | undefined;
  let example = false;
  const rest = lines.map((words, at) => {
    const title = feature.exec(words)?.[1];
    if (title !== undefined) return title;
    const line = at + 1;
    if (inOne.test(words)) {
      scenarios.push([...inOneLine(words, line)]);
      return '';
    }
    if (named.test(words) && isNear(lines, at)) {
      example = /^\s*(?:examples?|scenarios)\s*:/i.test(words);
      if (!example) open = undefined;
      return '';
    }
    if (open && /^\s*\|/.test(words)) {
      const last = open.at(-1);
      if (!example && last) last.columns ??= cells(words);
      return '';
    }
    const step = stepOf(words, line, open);
    if (step && (open || isNear(lines, at - 1))) {
      example = false;
      // What is there at first begins the next scenario.
      if (!open || (step.kind === 'given' && open.at(-1)?.kind !== 'given')) {
        open = [];
        scenarios.push(open);
      }
      open.push(step);
      return '';
    }
    if (words.trim() !== '') open = undefined;
    return words;
  });
  return { rest: rest.join('\n'), scenarios };
}

function stepOf(words: string, line: number, open: readonly Step[] | undefined): Step | undefined {
  const [, word = '', text = ''] = opening.exec(words) ?? [];
  const kind = /^(?:and|but)$/i.test(word) ? open?.at(-1)?.kind : kindOf(word);
  return kind === undefined || (!open && !/^(?:given|when)$/i.test(word))
    ? undefined
    : { kind, text, words: words.trim().replace(/^[-*•]\s+/, ''), line };
}

function kindOf(word: string): Step['kind'] | undefined {
  return (['given', 'when', 'then'] as const).find((one) => one === word.toLowerCase());
}

/** Within the next lines a line begins with Then: `When a guest leaves, …` alone is no scenario. */
function isNear(lines: readonly string[], at: number): boolean {
  return lines
    .slice(at + 1)
    .filter((one) => one.trim() !== '' && !/^\s*\|/.test(one))
    .slice(0, 8)
    .some((one) => /^\s*(?:[-*•]\s+)?then\s/i.test(one));
}

function inOneLine(words: string, line: number): readonly Step[] {
  const steps: Step[] = [];
  for (const part of words.replace(/^\s*[-*•]\s+/, '').split(/[,;]?\s+(?=(?:when|then)\s)/i)) {
    const [, word = '', text = ''] = opening.exec(part) ?? [];
    const kind = kindOf(word);
    for (const one of kind === undefined
      ? []
      : text.split(/,?\s+and\s+(?=(?:an?|the)\s+[a-z]+\s+(?:is|are|has|with)\s)/i))
      steps.push({ kind: kind ?? 'given', text: one, words: part.trim(), line });
  }
  return steps;
}

function cells(row: string): readonly string[] {
  return row
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
