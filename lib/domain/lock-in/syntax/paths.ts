import type { Expression, MemberExpression, Pattern, PrivateIdentifier, Property, Super } from 'acorn';

/** What a name in this file stands for, e.g. `context` -> `event.requestContext`. By name, without scopes. */
export type Aliases = ReadonlyMap<string, string>;

type AnyExpression = Expression | Super | PrivateIdentifier | Pattern;

/**
 * A chain of members as dotted text, aliases resolved: `e.Records[0].s3` -> `event.Records.*.s3`.
 * Any computed index is `*`, a computed string is its text. Null for what is no plain chain.
 */
export function pathOf(node: AnyExpression | null | undefined, aliases: Aliases): string | null {
  switch (node?.type) {
    case 'Identifier':
      return aliases.get(node.name) ?? node.name;
    case 'ThisExpression':
      return 'this';
    case 'ChainExpression':
      return pathOf(node.expression, aliases);
    case 'MemberExpression': {
      const object = pathOf(node.object, aliases);
      return object === null ? null : `${object}.${memberName(node)}`;
    }
    default:
      return null;
  }
}

function memberName(node: MemberExpression): string {
  if (!node.computed && node.property.type === 'Identifier') return node.property.name;
  return textOf(node.property) ?? '*';
}

/** The text of a string literal or of a template's fixed start; null for anything else. */
export function textOf(node: { type: string } | null | undefined): string | null {
  if (node?.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' ? templateStart(node) : null;
}

function templateStart(node: object): string | null {
  const quasis: unknown = 'quasis' in node ? node.quasis : null;
  const first: unknown = Array.isArray(quasis) ? quasis[0] : null;
  const value: unknown = typeof first === 'object' && first !== null && 'value' in first ? first.value : null;
  const cooked = typeof value === 'object' && value !== null && 'cooked' in value ? value.cooked : null;
  return typeof cooked === 'string' ? cooked : null;
}

/** Name of a property that is written plainly or as a string; null when computed. */
export function keyOf(property: Pick<Property, 'key' | 'computed'>): string | null {
  if (!property.computed && property.key.type === 'Identifier') return property.key.name;
  return textOf(property.key);
}
