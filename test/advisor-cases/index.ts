import type { AdvisorCase } from './advisor-case.ts';
import { beginnings, bits } from './beginnings.ts';
import { besideOthers } from './beside-others.ts';
import { enough } from './enough.ts';
import { existing } from './existing.ts';
import { expanded } from './expanded.ts';
import { expressions } from './expressions.ts';
import { guarded } from './guarded.ts';
import { guessedValues } from './guessed-values.ts';
import { madeColumns } from './made-columns.ts';
import { madeValues } from './made-values.ts';
import { orderedKeys } from './ordered-keys.ts';
import { otherMethods } from './other-methods.ts';
import { partial } from './partial.ts';
import { searches } from './searches.ts';
import { traps } from './traps.ts';

/** All cases by what they are about; each part has a test file of its own. */
export const advisorCases: Readonly<
  Record<'keys' | 'values' | 'others', Readonly<Record<string, readonly AdvisorCase[]>>>
> = {
  keys: { 'ordered keys': orderedKeys, 'guessed values': guessedValues, partial },
  values: {
    expressions,
    'other methods': otherMethods,
    'made values': madeValues,
    'made columns': madeColumns,
    searches,
    beginnings,
    bits,
  },
  others: {
    existing,
    'beside other queries': besideOthers,
    enough,
    'behind views and parents': expanded,
    'behind policies': guarded,
    traps,
  },
};
