import data from './autoscaler-vectors.json' with { type: 'json' };

/**
 * Test vectors of the two autoscalers' own test suites, as published. Sources (also in the file):
 * kubernetes/kubernetes pkg/controller/podautoscaler/replica_calculator_test.go@0006726;
 * knative/serving pkg/autoscaler/scaling/autoscaler_test.go@98e5ef9. Levels are thousandths of a core.
 */
export interface HpaVector {
  name: string;
  current: number;
  expected: number;
  util?: number;
  levels_m?: number[];
  ready?: boolean[];
  request_m?: number;
  requests_m?: number[];
  target_util?: number;
  object_value?: number;
  value?: number;
  target?: number;
  /** AverageValue: of each replica. */
  per_pod_target?: number;
}

export interface KpaStep {
  t?: number;
  stable: number;
  panic: number;
  ready?: number;
  desired: number;
  panic_on?: boolean;
}

export interface KpaVector {
  name: string;
  target: number;
  stable?: number;
  panic?: number;
  ready?: number;
  desired?: number;
  in_panic?: boolean;
  activation_scale?: number;
  max_scale_down_rate?: number;
  order?: string;
  steps?: (number[] | KpaStep)[];
}

export const HPA_VECTORS: readonly HpaVector[] = data.hpa.vectors;
export const KPA_VECTORS: readonly KpaVector[] = data.knative_kpa.vectors;
export const KPA_PUBLISHED_DEFAULTS = data.knative_kpa.defaults;

/** The steps of a vector in one form; rows of numbers are stable, panic(, ready), desired. */
export function stepsOf({ steps, stable = 0, panic = 0, ready, desired = 0 }: KpaVector): KpaStep[] {
  if (steps === undefined) return [{ stable, panic, desired, ...(ready === undefined ? {} : { ready }) }];
  return steps.map((step) => {
    if (!Array.isArray(step)) return step;
    const [first = 0, second = 0, third = 0, fourth] = step;
    if (fourth === undefined) {
      return { stable: first, panic: second, desired: third, ...(ready === undefined ? {} : { ready }) };
    }
    return { stable: first, panic: second, ready: third, desired: fourth };
  });
}
