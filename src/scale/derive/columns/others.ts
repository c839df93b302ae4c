import type { DataType } from '../../../catalog/type.ts';
import type { Case, Guess } from './guess.ts';

const guess = (reason: string, distinct: number, content: number, nulls?: number): Guess => ({
  distinct,
  content,
  correlation: 0,
  reason,
  ...(nulls === undefined ? {} : { nulls }),
});

/** A default of nothing: most documents of the column are empty or small. */
const empty = /^'?(?:\{\}|\[\])'?/;

/** Values without an order have no correlation with it: the engine takes none. */
function isOrdered({ family, element }: DataType): boolean {
  if (family === 'array') return element !== undefined && isOrdered(element);
  return !['json', 'xml', 'geometry', 'vector', 'key-value', 'other'].includes(family);
}

/** All other types: documents, lists, addresses, shapes, vectors. */
export const otherType: Case = ({ type, column, unique, name }) => {
  const all = ({ correlation, ...one }: Guess): Guess => ({
    ...one,
    ...(isOrdered(type) && correlation !== undefined ? { correlation } : {}),
    ...(unique ? { distinct: -1 } : {}),
  });
  switch (type.family) {
    case 'json':
    case 'json-binary':
    case 'key-value':
    case 'xml':
      return all(
        empty.test(column.default ?? '')
          ? guess('small documents, many empty', -0.7, 120, 0.1)
          : guess('documents', -0.95, 300, 0.2),
      );
    case 'array': {
      const width = type.element?.bytes ?? 12;
      return all(guess('lists of about three', -0.3, 3 * width, 0.2));
    }
    case 'uuid':
      return all(
        /correlation|request|trace|batch|session/.test(name)
          ? guess('UUIDs of something', -0.2, 16, 0.1)
          : guess('random UUIDs', -1, 16, 0.1),
      );
    case 'binary':
      return all(guess('binary values', -0.95, /hash|digest|key|salt/.test(name) ? 32 : 400, 0.2));
    case 'network':
      return all(guess('addresses of the net', type.name === 'macaddr' ? -0.5 : -0.2, 6, 0.1));
    case 'full-text':
      return all(guess('search texts', -0.95, 240));
    case 'range':
      return all(guess('ranges', -0.9, 17, 0.05));
    case 'interval':
      return all(guess('durations', 500, 16, 0.2));
    case 'time':
      return all(guess('times of the day', 1440, 8, 0.2));
    case 'bits':
      return all(
        guess('bits', Math.min(1000, 2 ** Math.min(20, type.length ?? 8)), Math.ceil((type.length ?? 8) / 8) + 4),
      );
    case 'geometry':
      return all(guess('shapes', -0.95, 40, 0.1));
    case 'vector':
      return all(guess('vectors', -1, 4 * Number(/\((\d+)\)/.exec(type.text)?.[1] ?? 384) + 4, 0.05));
    case 'composite':
      return all(guess('composite values', -0.8, 60));
    case 'enum':
      return guess('an enum', 5, 4);
    default:
      return all(guess('values of a type that is not known', -0.5, 24));
  }
};
