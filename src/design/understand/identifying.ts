import { withArticle } from '../../catalog/words.ts';
import type { Attribute } from '../model.ts';
import type { Draft, DraftEntity } from './draft.ts';

/** What things are told apart by, by the last word of its name. */
const identifying =
  /(?:^|_)(?:number|no|nr|code|id|identifier|isbn|issn|ssn|nin|ean|upc|sku|vin|imo|mmsi|iban|barcode|plate|registration|tag_number|call_?sign|matriculation|doi|reference|login|login_name|username|user_name)$/;
/** These alone tell which one is meant, wherever they stand. */
const alwaysUnique =
  /(?:^|_)(?:isbn|vin|ssn|doi|imo(?:_number)?|mmsi|barcode|serial_number|inventory_number|chassis_number|licen[cs]e_plate(?:_number)?|plate_number|number_plate|registration_number|licen[cs]e_number|bar_number|press_card_number|matriculation_number|id_card_number|identity_card_number|national_id|national_id_number|social_security_number|staff_number|employee_number|personnel_number|membership_number|microchip_number|chip_number|passport_number|tracking_number|login|login_name|username|user_name)$/;
/** How it is reached, where it stands, how many there are: numbers that several have in common. */
const common =
  /(?:^|_)(?:number_of_.*|(?:phone|telephone|mobile|fax|cell|contact|emergency|house|street|room|floor|storey|postal|post|zip|area|dial(?:l?ing)?|country|currency|language|colou?r|version|level|lot|batch|bank|account|credit_card|debit_card|model|type|category|status|priority|discount|promo|order|sequence|ordinal|page|line|platform|track|gate|seat|row)_(?:number|no|code|id))$/;
/** What is counted from one on in each of what it is a part of. */
const counted =
  /(?:^|_)(?:room|floor|storey|seat|row|line|chapter|page|section|step|unit|apartment|flat|office|berth|track|shelf|table|gate|pitch|plot|spot|space|stand|stall|slot|stop|lane|round|lap|item|line_item|position|episode|season|volume|issue|copy|version|edition|cabin|bed|desk|entry|exercise|question|lesson|article|paragraph|box|cell|level|hole|leg|stage|wagon|carriage|aisle|bay|pen|box)$/;

/**
 * What is called after the thing itself, or stands first, and is a number or a code that nobody counts, identifies it: one
 * value has one row. The number of a part of something is unique within that.
 */
export function takeIdentification(draft: Draft): void {
  for (const entity of draft.entities.values()) {
    if ((entity.listed && !entity.noted) || entity.identifiedBy || entity.keys.some((one) => one.cause.kind === 'said'))
      continue;
    const said = [...entity.attributes.values()].filter((one) => one.cause.kind === 'said');
    if (said.some((one) => one.unique) || repeats(draft, entity)) continue;
    const found =
      said.find((one) => identifying.test(one.name) && isOwn(entity, one.name)) ??
      said.find((one) => alwaysUnique.test(one.name)) ??
      said
        .slice(0, 1)
        .find(
          (one) =>
            identifying.test(one.name) &&
            !common.test(one.name) &&
            !lines.test(entity.name) &&
            !followsReference(draft, entity, one),
        );
    if (!found || !/^(?:code|text|integer|name|uuid)$/.test(found.type) || isReference(draft, entity, found.name))
      continue;
    take(draft, entity, found);
  }
}

/** `invoice_number` of an invoice, `number` of whatever: no other word stands before it. */
function isOwn({ name, known }: DraftEntity, attribute: string): boolean {
  return [name, name.slice(name.lastIndexOf('_') + 1), known?.entity.name ?? name].some(
    (own) =>
      attribute.startsWith(`${own}_`) &&
      /^(?:number|no|nr|code|id|identifier|reference_number|reference)$/.test(attribute.slice(own.length + 1)),
  );
}

/** A line of an invoice tells of a service by its code, and is known by its place. */
const lines = /(?:^|_)(?:line|item|entry|detail|row|step|position)$/;

/** The description says itself what is unique there, or that several may have the same. */
function repeats(draft: Draft, { name }: DraftEntity): boolean {
  return [...draft.said.keys()].some((one) => one.startsWith(`unique of ${name}.`));
}

/** The number of another thing: it tells which of those is meant. */
function isReference(draft: Draft, entity: DraftEntity, attribute: string): boolean {
  const of = attribute.replace(/_(?:number|no|nr|code|id|identifier)$/, '');
  return of !== entity.name && draft.entities.has(of) && !entity.name.endsWith(`_${of}`);
}

/** "The film, the screen number and the time": what others it belongs to comes first, and its number after that. */
function followsReference(draft: Draft, { name }: DraftEntity, attribute: Attribute): boolean {
  const { words } = attribute.cause;
  const at = (one: string) => words.toLowerCase().indexOf(one.replaceAll('_', ' '));
  return draft.relations.some(
    (one) => one.from === name && one.cause.words === words && at(one.role) >= 0 && at(one.role) < at(attribute.name),
  );
}

function take(draft: Draft, entity: DraftEntity, found: Attribute): void {
  const { cause } = found;
  const { optional: _, ...must } = found;
  const wholes = draft.relations.filter(
    (one) =>
      one.from === entity.name &&
      one.to !== entity.name &&
      one.kind === 'many-to-one' &&
      !one.optional &&
      one.cause.kind === 'said',
  );
  const [whole] = wholes;
  const plain = /^(?:number|no|nr)$/.test(found.name);
  const label = found.name.replace(/_(?:number|no|nr|code|id)$/, '');
  const within =
    whole &&
    wholes.length === 1 &&
    !alwaysUnique.test(found.name) &&
    (counted.test(label) || (plain && (counted.test(entity.name) || whole.onDelete === 'cascade')));
  const spoken = found.name.replaceAll('_', ' ');
  entity.attributes.set(found.name, within ? must : { ...must, unique: true });
  if (within)
    entity.keys.push({
      of: [whole.role, found.name],
      about: `Within ${withArticle(whole.to.replaceAll('_', ' '))} no two have the same ${spoken}.`,
      cause,
    });
  draft.decisions.push({
    at: `${entity.name}.${found.name}`,
    what: within
      ? `${found.name} is unique within its ${whole.to.replaceAll('_', ' ')}.`
      : `${found.name} is unique and mandatory.`,
    why: 'its name says that it tells one from another',
    instead: `Say "${spoken}s need not be unique" where several may have the same.`,
    cause,
  });
}
