import { z } from 'zod';
import { ExperimentPlan } from '../../experiment/plan.ts';
import { Workload } from '../../workload/workload.ts';
import { REPORT_VERSION, type Report } from '../report.ts';
import { candidateSchema, differenceSchema, generatorSchema } from './candidates.ts';
import { costSchema } from './cost.ts';
import { lockInSchema, verdictSchema } from './judgement.ts';
import { machineSchema } from './machine.ts';
import { id } from './measured.ts';
import { monthSchema } from './month.ts';

const schema = z.object({
  version: z.literal(REPORT_VERSION),
  experimentId: z.string(),
  createdAt: z.string(),
  workload: Workload,
  plan: ExperimentPlan,
  machine: machineSchema,
  candidates: z.array(candidateSchema).min(2),
  baseline: id,
  differences: z.array(differenceSchema),
  generator: generatorSchema.nullable(),
  month: monthSchema.nullable(),
  cost: costSchema,
  lockIn: lockInSchema,
  verdict: verdictSchema,
  assumptions: z.array(z.string()),
  warnings: z.array(z.string()),
});

type Plain<T> = T extends string | number | boolean | null | undefined
  ? number extends T
    ? number
    : T
  : { -readonly [Key in keyof T]-?: Plain<T[Key]> | (undefined extends T[Key] ? undefined : never) };

/** `never` when the schema lacks a field of `Report`, an optional one too: it would drop it without a word. */
type Whole = Plain<z.infer<typeof schema>> extends Plain<Report> ? z.ZodType<Report> : never;

/** A report of the newest version, as it comes from the database. */
export const reportSchema = schema satisfies Whole;
