/** Spellings of PostGIS's own, by their letters in lower case. */
const shapes = new Map(
  (
    'Geometry Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection CircularString CompoundCurve ' +
    'CurvePolygon MultiCurve MultiSurface PolyhedralSurface Triangle Tin'
  )
    .split(' ')
    .flatMap((shape) =>
      ['', 'Z', 'M', 'ZM'].map((dimension) => [`${shape}${dimension}`.toLowerCase(), `${shape}${dimension}`] as const),
    ),
);

/** A type name with the modifiers that it is given. */
export interface ModifiedType {
  readonly type: string;
  /** `Point,4326`. */
  readonly modifiers: string;
}

/**
 * Writes types whose modifiers are words as one name each, `"geometry(Point,4326)"`, and tells which those are.
 * Strings, comments and quoted names are left alone, and so are modifiers that are numbers.
 */
export function nameModifiers(
  sql: string,
  types: readonly string[],
): { readonly sql: string; readonly named: readonly ModifiedType[] } {
  const named: ModifiedType[] = [];
  const pattern = new RegExp(
    `'(?:[^']|'')*'|--[^\\n]*|/\\*[\\s\\S]*?\\*/|\\$(\\w*)\\$[\\s\\S]*?\\$\\1\\$|"(?:[^"]|"")*"(?!\\s*\\()|"?\\b(${types.join('|')})"?\\s*\\(([^()]*)\\)`,
    'gi',
  );
  const result = sql.replace(
    pattern,
    (all: string, _tag: unknown, type: string | undefined, list: string | undefined) => {
      if (type === undefined || list === undefined) return all;
      const parts = list.split(',').map((part) => part.trim().replace(/^'(.*)'$/, '$1'));
      if (!parts.every((part) => /^\w+$/.test(part)) || parts.every((part) => /^\d+$/.test(part))) return all;
      const spelled = parts.map((part) => shapes.get(part.toLowerCase()) ?? part);
      const spatial = /^geo/i.test(type);
      // A call of the function that has the type's name.
      if (spatial && !shapes.has((parts[0] ?? '').toLowerCase())) return all;
      // PostGIS leaves out an unknown reference system, and takes WGS 84 for a geography without one.
      if (spatial && spelled[1] === '0') spelled.pop();
      if (type.toLowerCase() === 'geography' && spelled.length === 1) spelled.push('4326');
      const folded = type.toLowerCase();
      named.push({ type: folded, modifiers: spelled.join(',') });
      return `"${folded}(${spelled.join(',')})"`;
    },
  );
  return { sql: result, named };
}
