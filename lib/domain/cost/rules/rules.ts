import { AWS_RULES } from './aws.ts';
import { AZURE_RULES } from './azure.ts';
import { GOOGLE_RULES } from './google.ts';
import { OTHER_RULES } from './others.ts';
import type { PlatformRule } from './rule.ts';

const RULES: Readonly<Record<string, PlatformRule>> = Object.fromEntries(
  [...AWS_RULES, ...GOOGLE_RULES, ...AZURE_RULES, ...OTHER_RULES].map((rule) => [rule.id, rule]),
);

export const ruleOf = (id: string): PlatformRule | undefined =>
  Object.hasOwn(RULES, id) ? RULES[id] : undefined;
export const ruleIds = (): string[] => Object.keys(RULES);
