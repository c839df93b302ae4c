import type { BlueprintCheck, BlueprintColumn } from '../../catalog/blueprint.ts';
import type { Check } from '../model.ts';

/** What ends does not end before it starts. */
export function ends(columns: readonly BlueprintColumn[], given: readonly BlueprintCheck[]): readonly BlueprintCheck[] {
  const pairs = [
    ['started_at', 'ended_at'],
    ['starts_at', 'ends_at'],
    ['start_date', 'end_date'],
    ['starts_on', 'ends_on'],
    ['start_time', 'end_time'],
    ['valid_from', 'valid_until'],
  ] as const;
  const meaning = (name: string) => columns.find((one) => one.name === name)?.meaning;
  return pairs.flatMap(([first, second]): readonly BlueprintCheck[] =>
    meaning(first) === undefined ||
    meaning(first) !== meaning(second) ||
    given.some((one) => one.kind === 'order' && one.second === second)
      ? []
      : [{ kind: 'order', first, second, strict: false, about: 'What ends does not end before it starts.' }],
  );
}

/** A check by the columns of its table; nothing where it is of what the table does not have. */
export function checkOf(
  check: Check,
  columnOf: (name: string) => string,
  columns: readonly BlueprintColumn[],
): BlueprintCheck | undefined {
  const has = (name: string) => columns.some((one) => one.name === name);
  // A list that the description gives has none of what is usual.
  const isOf = (name: string, value: string) =>
    columns.find((one) => one.name === name)?.values?.includes(value) ?? true;
  const about = check.about;
  switch (check.kind) {
    case 'order': {
      const [first, second] = [columnOf(check.first), columnOf(check.second)];
      return has(first) && has(second)
        ? { kind: 'order', first, second, strict: check.strict === true, about }
        : undefined;
    }
    case 'different': {
      const [first, second] = [columnOf(check.first), columnOf(check.second)];
      return has(first) && has(second) ? { kind: 'different', first, second, about } : undefined;
    }
    case 'requires': {
      const [column, present] = [columnOf(check.attribute), check.present.map(columnOf)];
      const values = check.values.filter((one) => isOf(column, one));
      return has(column) && present.every(has) && values.length > 0
        ? { kind: 'requires', column, values, present, about }
        : undefined;
    }
    case 'only when': {
      const [column, of] = [columnOf(check.attribute), check.of.map(columnOf).filter(has)];
      return has(column) && of.length > 0 ? { kind: 'only when', column, values: check.values, of, about } : undefined;
    }
    case 'no overlap': {
      const [period, within] = [columnOf(check.period), check.within.map(columnOf)];
      const given = check.except && { column: columnOf(check.except.attribute), values: check.except.values };
      const values = given?.values.filter((one) => isOf(given.column, one)) ?? [];
      const except = given && values.length > 0 ? { ...given, values } : undefined;
      const until = check.until === undefined ? undefined : columnOf(check.until);
      if (check.until !== undefined && (until === undefined || !has(until))) return undefined;
      return has(period) && within.every(has)
        ? {
            kind: 'no overlap',
            period,
            ...(until === undefined ? {} : { until }),
            within,
            about,
            ...(except ? { except } : {}),
          }
        : undefined;
    }
    default: {
      const of = check.of.map(columnOf);
      return of.every(has) ? { kind: check.kind, of, about } : undefined;
    }
  }
}
