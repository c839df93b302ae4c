import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf } from '../checked.ts';
import { defineHazard } from '../hazard.ts';

export const hazard = defineHazard({
  id: 'irreversible',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A statement cannot be taken back by another one.',
  headline: (count) => `${count} statements cannot be taken back`,
  why: 'A down migration for it does not exist: going back means a restore, or building the type anew.',
  advice: 'Deploy it by itself, when it is certain.',
  effort: 'minutes',
  tradeOff: 'None.',
  example: {
    schema: "create type mood as enum ('sad');",
    migration: "alter type mood add value 'glad';",
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'add enum value')) {
      const type = context.resolve(action.type);
      const known = context.types.get(qualified(type));
      // Of a value that is there already nothing is changed.
      if (known?.kind === 'enum' && known.values.includes(action.value)) continue;
      yield {
        statement,
        at: { kind: 'type', object: type },
        message: `the value ${action.value} of ${qualified(type)} cannot be taken away again`,
        evidence: [stated('there is no ALTER TYPE … DROP VALUE')],
      };
    }
  },
});
