'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FieldSet } from '#components/ui/field.tsx';
import { Label } from '#components/ui/label.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';

/** Which sides are invoked; both unless one is switched off. */
export function SidesField() {
  const { control } = useFormContext<PlaygroundValues>();
  return (
    <Controller
      control={control}
      name="sides"
      render={({ field, fieldState }) => (
        <FieldSet label="Sides" error={fieldState.error?.message}>
          <div className="flex flex-wrap gap-x-6 gap-y-2">
            {SIDES.map((side, index) => (
              <div key={side} className="flex items-center gap-2">
                <Checkbox
                  id={`side-${side}`}
                  ref={index === 0 ? field.ref : undefined}
                  checked={field.value.includes(side)}
                  onCheckedChange={(checked) =>
                    field.onChange(
                      SIDES.filter((other) =>
                        other === side ? checked === true : field.value.includes(other),
                      ),
                    )
                  }
                />
                <Label htmlFor={`side-${side}`}>
                  <SideLabel side={side} />
                </Label>
              </div>
            ))}
          </div>
        </FieldSet>
      )}
    />
  );
}
