import { z } from 'zod';
import { SimulationDocument } from './simple.ts';

/** The JSON Schema of what `crossover simulate` reads, as text: before defaults are filled in. */
export function simulationSchemaText(): string {
  const schema = z.toJSONSchema(SimulationDocument, { io: 'input', reused: 'ref' });
  return `${JSON.stringify({ title: 'Crossover simulation', ...schema }, null, 2)}\n`;
}
