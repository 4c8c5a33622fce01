/** Where a step of the tests says what it does. */
export interface Output {
  say(text: string): void;
  /** True when the programs of the step write to the terminal themselves. */
  direct: boolean;
}

/** At once: for one step at a time. */
export const AT_ONCE: Output = { say: (text) => process.stdout.write(text), direct: true };

/** Kept until it is asked for: steps that run beside each other would talk over each other. */
export function kept(): Output & { text(): string } {
  const said: string[] = [];
  return { say: (text) => void said.push(text), direct: false, text: () => said.join('') };
}
