import type { Attribute, Design } from './model.ts';

/**
 * The design with attributes that a brief can write down and read again: a state or choice of which no values are told is
 * a code, and a default that the values lack (as where the description lists others than the library has) is none.
 */
export function fitting(design: Design): Design {
  return {
    ...design,
    entities: design.entities.map((entity) => {
      const attributes = entity.attributes.map(fittingAttribute);
      return attributes.every((one, at) => one === entity.attributes[at]) ? entity : { ...entity, attributes };
    }),
  };
}

function fittingAttribute(attribute: Attribute): Attribute {
  const { default: given, values, type } = attribute;
  if (!values && (type === 'status' || type === 'choice')) return { ...attribute, type: 'code' };
  if (!values || given === undefined || values.includes(String(given))) return attribute;
  const { default: _, ...rest } = attribute;
  return rest;
}
