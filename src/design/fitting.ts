import { codeDecision, codeOf, codeType } from './codes.ts';
import type { Attribute, Decision, Design, Entity } from './model.ts';

/**
 * The design with attributes that a brief can write down and read again: a state or choice of which no values are told is
 * a code, and a default that the values lack (as where the description lists others than the library has) is none. Lists
 * of the world are known by their codes.
 */
export function fitting(design: Design): Design {
  const decisions: Decision[] = [];
  const entities = design.entities.map((entity): Entity => {
    const attributes = entity.attributes.map(fittingAttribute);
    const own = attributes.every((one, at) => one === entity.attributes[at]) ? entity : { ...entity, attributes };
    const code = codeOf(own);
    if (!code) return own;
    decisions.push(codeDecision(own, code));
    const { unique: _, ...key } = code;
    return {
      ...own,
      attributes: own.attributes.map((one) => (one === code ? { ...key, type: codeType(own, code) } : one)),
      identifiedBy: [code.name],
    };
  });
  return { ...design, entities, decisions: [...design.decisions, ...decisions] };
}

function fittingAttribute(attribute: Attribute): Attribute {
  const { default: given, values, type } = attribute;
  if (!values && (type === 'status' || type === 'choice')) return { ...attribute, type: 'code' };
  if (!values || given === undefined || values.includes(String(given))) return attribute;
  const { default: _, ...rest } = attribute;
  return rest;
}
