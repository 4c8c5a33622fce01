import { describe, expect, it } from 'vitest';
import { arnOf, parseReference } from './identifier.ts';

describe('a reference to a function', () => {
  it.each<[string, string | undefined, string, string]>([
    ['f', undefined, 'f', '$LATEST'],
    ['f', '3', 'f', '3'],
    ['f:3', undefined, 'f', '3'],
    ['f:3', '3', 'f', '3'],
    ['f:$LATEST', undefined, 'f', '$LATEST'],
    ['function:f', undefined, 'f', '$LATEST'],
    ['123456789012:function:f', undefined, 'f', '$LATEST'],
    ['123456789012:f', undefined, 'f', '$LATEST'],
    ['123456789012:f:3', undefined, 'f', '3'],
    ['arn:aws:lambda:eu-west-1:123456789012:function:f', undefined, 'f', '$LATEST'],
    [arnOf('f', '7'), undefined, 'f', '7'],
    [arnOf('f'), '7', 'f', '7'],
  ])('%s with %s', (text, qualifier, name, expected) => {
    expect(parseReference(text, qualifier)).toEqual({ name, qualifier: expected });
  });

  it.each<[string, string | undefined]>([
    ['', undefined],
    ['a b', undefined],
    ['f:3', '4'],
    ['../f', undefined],
    ['arn:aws:s3:::bucket', undefined],
    ['x'.repeat(65), undefined],
  ])('%s with %s is none', (text, qualifier) => {
    expect(parseReference(text, qualifier)).toBe(null);
  });
});
