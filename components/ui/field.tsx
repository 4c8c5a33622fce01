'use client';

import { CircleAlert } from 'lucide-react';
import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';
import { Label } from './label.tsx';

/** What a field's control is given, so that a screen reader hears label, description and error. */
export interface ControlProps {
  id?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Always said: what the value means and where it matters. */
  description?: ReactNode;
  error?: string | undefined;
  /** Beside the label, e.g. "optional". */
  hint?: ReactNode;
  className?: string;
  /** One control that takes id and the aria attributes. */
  children: ReactElement<ControlProps>;
}

/** Label, control, error, description; the control is wired to all three. Controls of one row stay on one line. */
export function Field({ label, description, error, hint, className, children }: FieldProps) {
  const own = useId();
  const id = children.props.id ?? own;
  const described = [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(' ');
  const control = cloneElement(children, {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
  });
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <Label htmlFor={id}>{label}</Label>
        {hint ? <span className="text-xs text-muted-foreground">{hint}</span> : null}
      </div>
      {control}
      <FieldError id={`${id}-error`} error={error} />
      {description ? <FieldDescription id={`${id}-description`}>{description}</FieldDescription> : null}
    </div>
  );
}

export const FieldDescription = ({ id, children }: { id?: string; children: ReactNode }) => (
  <p id={id} className="text-[0.8125rem] leading-5 text-muted-foreground">
    {children}
  </p>
);

export function FieldError({ id, error }: { id?: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <p id={id} className="flex gap-1.5 text-[0.8125rem] leading-5 text-destructive">
      <CircleAlert aria-hidden="true" className="mt-[0.1875rem] size-3.5 shrink-0" />
      {error}
    </p>
  );
}

interface FieldSetProps extends Omit<FieldProps, 'children' | 'hint'> {
  children: ReactNode;
}

/** The same for a group of controls: a fieldset with a legend. */
export function FieldSet({ label, description, error, className, children }: FieldSetProps) {
  const id = useId();
  return (
    <fieldset
      aria-describedby={[description && `${id}-description`, error && `${id}-error`]
        .filter(Boolean)
        .join(' ')}
      className={cn('grid content-start gap-1.5', className)}
    >
      <legend className="mb-1.5 text-sm leading-5 font-medium">{label}</legend>
      {description ? <FieldDescription id={`${id}-description`}>{description}</FieldDescription> : null}
      <div className="mt-1">{children}</div>
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  );
}
