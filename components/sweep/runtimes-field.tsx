import { Checkbox } from '#components/ui/checkbox.tsx';
import { FieldSet } from '#components/ui/field.tsx';
import { AXIS_FIELDS, hasRuntime, withRuntime } from '#lib/client/sweep-form.ts';
import { RUNTIME_NAMES, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';

interface RuntimesFieldProps {
  runtimes: readonly WorkloadRuntime[];
  /** As the form keeps it: "nodejs, python". */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** Which languages are swept: chosen among those that the workload offers, so none can be mistyped. */
export const RuntimesField = ({ runtimes, value, error, onChange }: RuntimesFieldProps) => (
  <FieldSet {...AXIS_FIELDS.runtime} error={error}>
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      {runtimes.map((runtime) => {
        const id = `sweep-runtime-${runtime}`;
        return (
          <div key={runtime} className="flex items-center gap-2">
            <Checkbox
              id={id}
              checked={hasRuntime(value, runtime)}
              onCheckedChange={(checked) => onChange(withRuntime(value, runtime, checked === true))}
            />
            <label htmlFor={id} className="text-sm">
              {RUNTIME_NAMES[runtime]}
            </label>
          </div>
        );
      })}
    </div>
  </FieldSet>
);
