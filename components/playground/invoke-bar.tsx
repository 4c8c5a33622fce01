'use client';

import { Play } from 'lucide-react';
import { useController } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { useNumberText } from '#components/ui/use-number-text.ts';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
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
  const { field, fieldState } = useController<PlaygroundValues, 'count'>({ name: 'count' });
  const count = field.value;
  const { text, problem, onText, onFocus, onBlur } = useNumberText({
    unit: 'invocations',
    whole: true,
    value: count,
    onValue: (value) => field.onChange(value ?? undefined),
  });
  const error = problem ?? fieldState.error?.message;
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
          ref={field.ref}
          name={field.name}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onFocus={onFocus}
          onBlur={() => {
            onBlur();
            field.onBlur();
          }}
        />
        <Button variant="outline" aria-disabled={busy} onClick={onInvoke}>
          <span>
            Invoke <span className="num">{!error && Number.isInteger(count) ? count : 'N'}</span> at once
          </span>
        </Button>
      </div>
      <FieldError id="count-error" error={error} />
    </div>
  );
}
