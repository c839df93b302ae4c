import type { Engine } from '../engine.ts';
import { connect } from './connect.ts';
import { introspect } from './introspect/index.ts';
import { renderChange } from './render.ts';
import { readStatistics } from './statistics.ts';
import { postgresTraits } from './traits.ts';

export const postgres: Engine = {
  id: 'postgres',
  urlSchemes: ['postgres', 'postgresql'],
  traits: postgresTraits,
  connect,
  introspect,
  readStatistics,
  render: renderChange,
};
