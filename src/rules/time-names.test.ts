import { describe, expect, it } from 'vitest';
import { isCreationTime, isUpdateTime, timeName } from './time-names.ts';

describe('timeName', () => {
  it.each([
    ['created_at', 'instant strong'],
    ['createdAt', 'instant strong'],
    ['createdate', 'date fair'],
    ['expires_at', 'instant strong'],
    ['rev_timestamp', 'instant strong'],
    ['last_login', 'instant fair'],
    ['due_date', 'date strong'],
    ['date_of_birth', 'date strong'],
    ['date_joined', 'date strong'],
    ['expires_on', 'date fair'],
    ['start_time', 'time fair'],
    ['created_time', 'instant strong'],
    ['created_at_ms', 'instant strong milliseconds'],
    ['update', undefined],
    ['candidate', undefined],
    ['located_at', undefined],
    ['looking_at', undefined],
    ['response_time', undefined],
    ['start_time_ms', undefined],
    ['time_zone', undefined],
    ['is_date', undefined],
    ['depends_on', undefined],
    ['updated_at_count', undefined],
  ])('reads %s as %s', (name, expected) => {
    const found = timeName(name);
    expect(found && [found.kind, found.strength, found.unit].filter(Boolean).join(' ')).toBe(expected);
  });
});

it.each(['created_at', 'created', 'date_created', 'creationTimestamp', 'createdon', 'inserted_at', 'create_time'])(
  '%s is when a row came to be',
  (name) => {
    expect([isCreationTime(name), isUpdateTime(name)]).toEqual([true, false]);
  },
);

it.each(['updated_at', 'last_modified', 'lastupdated', 'modifiedDate', 'update_time', 'last_update', 'date_modified'])(
  '%s is when a row was last changed',
  (name) => {
    expect([isCreationTime(name), isUpdateTime(name)]).toEqual([false, true]);
  },
);

it.each(['created_by', 'updated_by', 'update', 'create', 'password_updated_at', 'last_update_count', 'modified_files'])(
  '%s is neither',
  (name) => {
    expect([isCreationTime(name), isUpdateTime(name)]).toEqual([false, false]);
  },
);
