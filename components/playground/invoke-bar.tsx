'use client';

import { Play } from 'lucide-react';
import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { readNumber } from '#lib/client/wizard/form.ts';
import type { Problem } from '#lib/domain/errors.ts';

interface InvokeBarProps {
  busy: boolean;
  problem: Problem | null;
  onInvoke: (once: boolean) => void;
}

/** Once, or as many as the box says at the same moment. */
export function InvokeBar({ busy, problem, onInvoke }: InvokeBarProps) {
  return (
    <div className="grid gap-3 border-t pt-4">
      <Button type="submit" aria-disabled={busy} className="w-full">
        <Play aria-hidden="true" />
        {busy ? 'Invoking…' : 'Invoke once'}
      </Button>
      <ManyAtOnce busy={busy} onInvoke={() => onInvoke(false)} />
      <p className="text-xs leading-5 text-muted-foreground">
        <kbd className="font-mono">Ctrl+Enter</kbd> invokes once,{' '}
        <kbd className="font-mono">Ctrl+Shift+Enter</kbd> as often as the box says. On a Mac:{' '}
        <kbd className="font-mono">Cmd</kbd>.
      </p>
      {problem ? (
        <ProblemAlert problem={problem} stillTrue="Nothing was run; your code is as you left it." />
      ) : null}
    </div>
  );
}

function ManyAtOnce({ busy, onInvoke }: { busy: boolean; onInvoke: () => void }) {
  const { register, control } = useFormContext<PlaygroundValues>();
  const { errors } = useFormState({ control });
  const count = useWatch({ control, name: 'count' });
  const error = errors.count?.message;
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-2">
        <Label htmlFor="count" className="sr-only">
          Invocations at once, 1 to 50
        </Label>
        <Input
          id="count"
          inputMode="numeric"
          autoComplete="off"
          className="num"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'count-error' : undefined}
          {...register('count', { setValueAs: readNumber })}
        />
        <Button variant="outline" aria-disabled={busy} onClick={onInvoke}>
          <span>
            Invoke <span className="num">{Number.isInteger(count) ? count : 'N'}</span> at once
          </span>
        </Button>
      </div>
      <FieldError id="count-error" error={error} />
    </div>
  );
}
