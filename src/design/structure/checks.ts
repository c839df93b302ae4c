import type { BlueprintCheck, BlueprintColumn } from '../../catalog/blueprint.ts';
import type { Check } from '../model.ts';

type Meaning = BlueprintColumn['meaning'];

const moments: readonly Meaning[] = ['instant', 'date', 'time', 'year'];
const amounts: readonly Meaning[] = ['integer', 'quantity', 'decimal', 'money', 'percentage', 'duration', ...moments];

/** Words of two names that are else the same, of which the first is never above the second. */
const bounds: readonly (readonly [first: string, second: string, of: readonly Meaning[], about: string])[] = [
  ...(
    [
      ['started', 'ended'],
      ['starts', 'ends'],
      ['start', 'end'],
      ['starting', 'ending'],
      ['begin', 'end'],
      ['begins', 'ends'],
      ['from', 'until'],
      ['from', 'to'],
    ] as const
  ).map(([first, second]) => [first, second, moments, 'What ends does not end before it starts.'] as const),
  ['opening', 'closing', moments, 'What closes does not close before it opens.'],
  ['opens', 'closes', moments, 'What closes does not close before it opens.'],
  ['opened', 'closed', moments, 'What closes does not close before it opens.'],
  // By the clock alone, a night lies between the two.
  ['departure', 'arrival', ['instant', 'date'], 'Nothing arrives before it departs.'],
  ['departs', 'arrives', ['instant', 'date'], 'Nothing arrives before it departs.'],
  ['departed', 'arrived', ['instant', 'date'], 'Nothing arrives before it departs.'],
  ['in', 'out', ['instant', 'date'], 'Nobody goes out before coming in.'],
  ['min', 'max', amounts, 'The least is not above the most.'],
  ['minimum', 'maximum', amounts, 'The least is not above the most.'],
  ['lower', 'upper', amounts, 'The least is not above the most.'],
  ['lowest', 'highest', amounts, 'The least is not above the most.'],
];

/** What ends does not end before it starts, and the least of something is not above the most. */
export function ends(columns: readonly BlueprintColumn[], given: readonly BlueprintCheck[]): readonly BlueprintCheck[] {
  return columns.flatMap(({ name, meaning }): readonly BlueprintCheck[] => {
    const words = name.split('_');
    const found = bounds.flatMap(([first, second, of, about]) => {
      if (!of.includes(meaning) || words.filter((one) => one === first).length !== 1) return [];
      const other = words.map((one) => (one === first ? second : one)).join('_');
      return columns.some((one) => one.name === other && one.meaning === meaning) ? [{ other, about }] : [];
    })[0];
    if (!found || given.some((one) => one.kind === 'order' && one.second === found.other)) return [];
    return [{ kind: 'order', first: name, second: found.other, strict: false, about: found.about }];
  });
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
