import type { Cause } from '../model.ts';
import { events, isAct } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { isPerson } from './persons.ts';

/** Words for what happens, by their endings. */
const happening =
  /(?:(?:rent|approv|renew|withdraw|arriv|apprais|remov)al|tion|sion|ment|ing|visit|event|session|game|match|trip|ride|harvest|transfer|charge|repair|check|test|audit|vote|ballot|request|loan|delay|claim|shift|call|flight|play|check_in)$/;
/** And those for what is there, though they end alike. */
const lasting =
  /(?:^|_)(?:station|location|institution|organi[sz]ation|collection|section|destination|production|nation|position|edition|association|corporation|composition|description|exhibition|competition|version|division|mansion|dimension|question|option|function|attraction|topping|filling|frosting|icing|clothing|pudding|dressing|painting|earring|sibling|engraving|drawing|casing|housing|bearing|fitting|flooring|lining|coating|seasoning|awning|lodging|equipment|department|apartment|document|instrument|element|agreement|compartment|building|listing|ceiling|holding|ring|thing|wing|king|string|spring)$/;

/** What is agreed on before it happens. */
const planned =
  /(?:appointment|booking|reservation|meeting|lesson|shift|flight|match|game|interview|session|departure|sailing|voyage|delivery|hearing|rehearsal|performance|screening)$/;

/** When it happens: now where a row is written as it does, a time told where it is agreed on before. */
export function putMoment(entity: DraftEntity, cause: Cause): void {
  const attribute = planned.test(entity.name)
    ? ({ name: 'starts_at', type: 'instant', cause } as const)
    : ({ name: 'occurred_at', type: 'instant', default: 'now', cause } as const);
  entity.attributes.set(attribute.name, attribute);
}

/** Of what nothing is told and nothing is known, there is a name, or a time when it happened. */
export function nameTheBare(draft: Draft): void {
  const bare: string[] = [];
  for (const entity of draft.entities.values()) {
    const references = draft.relations.filter((one) => one.from === entity.name && one.kind !== 'many-to-many');
    // Members are users, whose names are kept there.
    if (!references.some((one) => isPerson(one.to))) namePerson(entity);
    if (entity.listed || entity.known || entity.attributes.size > 0 || entity.identifiedBy) continue;
    if (entity.subtypeOf) continue;
    const between = references.filter((one) => !one.optional).length >= 2 && !isPerson(entity.name);
    // What lies between two is something that was done, where its name is that of an act.
    const done = between && (events.test(entity.name) || isAct(entity.name));
    const happens = (done || happening.test(entity.name)) && !lasting.test(entity.name);
    const cause: Cause = { kind: 'implied', words: 'nothing is told of it' };
    const written = /(?:^|_)(?:report|note|comment|log|remark|statement|message)$/.test(entity.name);
    if (/_count$/.test(entity.name)) entity.attributes.set('quantity', { name: 'quantity', type: 'quantity', cause });
    else if (written) entity.attributes.set('body', { name: 'body', type: 'long text', cause });
    else if (happens && references.length > 0) putMoment(entity, cause);
    else {
      // Each of several phone numbers is one.
      const value = meaningOf(entity.name);
      if (value?.strength === 'strong' && value.type !== 'name') {
        entity.attributes.set(entity.name, { name: entity.name, type: value.type, cause });
        continue;
      }
      const personal = isPerson(entity.name) ? ({ personal: true } as const) : {};
      entity.attributes.set('name', { name: 'name', type: 'name', ...personal, cause });
    }
    bare.push(entity.name.replaceAll('_', ' '));
  }
  if (bare.length > 0)
    draft.questions.push({
      question: `What is to be kept of ${bare.join(', ')}?`,
      changes: 'the description names them and tells nothing of them: a name, or when it happened, was taken',
    });
}

/** Whoever has a licence number has a name, though nobody says so. */
function namePerson(entity: DraftEntity): void {
  const all = [...entity.attributes.values()];
  if (entity.listed || entity.told || entity.subtypeOf || all.length === 0 || !isPerson(entity.name)) return;
  if (
    all.some((one) => one.type === 'name' || /(?:^|_)(?:name|e?mail|phone|user(?:name)?|login|handle)$/.test(one.name))
  )
    return;
  const cause: Cause = { kind: 'implied', words: 'persons are known by their names' };
  entity.attributes.set('name', { name: 'name', type: 'name', personal: true, cause });
}
