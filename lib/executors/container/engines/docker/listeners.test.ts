import { expect, it } from 'vitest';
import { Listeners } from './container.ts';

it('keeps what is printed before anybody listens, for the first who does', () => {
  const output = new Listeners();
  const heard: string[] = [];
  output.tell(Buffer.from('early '));
  output.add((chunk) => heard.push(`a:${chunk}`));
  output.add((chunk) => heard.push(`b:${chunk}`));
  output.tell(Buffer.from('late'));
  expect(heard).toEqual(['a:early ', 'a:late', 'b:late']);
});
