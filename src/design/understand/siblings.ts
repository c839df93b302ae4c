import type { Of, Statement } from './statement.ts';

/** `There are day tickets and weekend tickets`, where other sentences speak of tickets: these are its kinds. */
export function withSiblings(statements: readonly Statement[]): readonly Statement[] {
  const spoken = statements.filter((one): one is Of<'entity'> => one.kind === 'entity');
  const kinds = new Map<string, Of<'entity'>[]>();
  for (const one of spoken) {
    const at = one.phrase.name.lastIndexOf('_');
    const whole = one.phrase.name.slice(at + 1);
    if (at < 0 || !one.phrase.plural || !spoken.some((two) => two.phrase.name === whole)) continue;
    const key = `${whole} ${one.cause.line ?? ''}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  const found = [...kinds.entries()].filter(
    ([, all]) =>
      new Set(all.map(({ phrase }) => phrase.name)).size > 1 && all.every((one) => isOnlyNamed(one, statements)),
  );
  if (found.length === 0) return statements;
  const gone = new Set<Statement>(found.flatMap(([, all]) => all));
  return [
    ...statements.filter((one) => !gone.has(one)),
    ...found.flatMap(([key, all]): readonly Statement[] => {
      const [first] = all;
      return first
        ? [
            {
              kind: 'subtypes',
              of: key.split(' ')[0] ?? '',
              types: all.map(({ phrase }) => phrase),
              overlap: false,
              cause: first.cause,
            },
          ]
        : [];
    }),
  ];
}

/** Nothing else is said of it. */
function isOnlyNamed(one: Of<'entity'>, statements: readonly Statement[]): boolean {
  const { name } = one.phrase;
  return statements.every(
    (two) =>
      two === one ||
      !(
        (two.kind === 'part' && (two.of === name || two.phrase.name === name)) ||
        (two.kind === 'belongs' && (two.from === name || two.to.name === name)) ||
        (two.kind === 'mutual' && (two.from === name || two.to.name === name)) ||
        (two.kind === 'volume' && two.of === name) ||
        (two.kind === 'access' && two.of === name) ||
        (two.kind === 'entity' && two.phrase.name === name)
      ),
  );
}
