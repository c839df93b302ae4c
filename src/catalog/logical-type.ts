/**
 * What an attribute means. The structure chooses a column's type, width and checks by it; the library never names a
 * type of an engine.
 */
export const logicalTypes = [
  // What people write.
  'name',
  'text',
  'long text',
  // What has a form of its own.
  'email',
  'phone',
  'url',
  'slug',
  'code',
  'postal code',
  'ip address',
  'colour',
  'uuid',
  'hash',
  'file',
  // Of the lists of the world: ISO 4217, 3166-1, BCP 47, the IANA time zones.
  'currency',
  'country',
  'language',
  'time zone',
  // Numbers. A quantity counts things and is never negative.
  'integer',
  'quantity',
  'decimal',
  'percentage',
  'money',
  'latitude',
  'longitude',
  'year',
  // Times. An instant is a point of time everywhere on earth; a period and a date period hold their start, not their end.
  'date',
  'time',
  'instant',
  'period',
  'date period',
  'duration',
  // A status is the state of a life; a choice is any other closed list. Both have values.
  'boolean',
  'status',
  'choice',
  // Only for what is open-ended.
  'json',
] as const;

export type LogicalType = (typeof logicalTypes)[number];
