'use client';

import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
  DialogTrigger,
} from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { useAddSheet } from '#lib/client/cost/queries.ts';
import { type SheetForm, type SheetFormErrors, toOwnSheet } from '#lib/client/cost/sheet-form.ts';
import { problemOf } from '#lib/client/http.ts';
import { keyOf, type PriceSheet } from '#lib/domain/cost/sheets/sheet.ts';

interface AddSheetProps {
  from: PriceSheet;
  /** Regions that this platform has. */
  taken: readonly string[];
  /** Given the key of the sheet that was added. */
  onAdded: (key: string) => void;
}

const EMPTY: SheetForm = { region: '', title: '', date: '' };

/** What is asked, in its order. */
const QUESTIONS = [
  ['region', 'Region or contract', { autoComplete: 'off', placeholder: 'eu-central-1' }],
  ['title', 'Where the prices are from', { autoComplete: 'off', placeholder: 'Our contract of 2026' }],
  ['date', 'Day on which they were true', { type: 'date' }],
] as const;

/** A copy of a sheet for another region; its prices are then changed one by one. */
export function AddSheet({ from, taken, onAdded }: AddSheetProps) {
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(EMPTY);
  const [errors, setErrors] = useState<SheetFormErrors>({});
  const add = useAddSheet();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const made = toOwnSheet(from, form, taken);
    setErrors(made.errors ?? {});
    if (made.own === null) return;
    add.mutate(made.own, {
      onSuccess: () => {
        setOpen(false);
        setForm(EMPTY);
        onAdded(keyOf(made.own.sheet));
      },
    });
  };
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" size="sm">
          <Plus aria-hidden="true" />
          Add a sheet
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogTitle>Add a price sheet for {from.name}</DialogTitle>
        <DialogDescription>
          It starts as a copy of the prices in {from.region}; change them to those of your region or contract.
        </DialogDescription>
        <form noValidate className="grid gap-4" onSubmit={send}>
          <Questions form={form} errors={errors} onChange={setForm} />
          {add.error ? <ProblemAlert problem={problemOf(add.error)} /> : null}
          <DialogFooter>
            <Button type="submit" disabled={add.isPending}>
              Add the sheet
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

interface QuestionsProps {
  form: SheetForm;
  errors: SheetFormErrors;
  onChange: (form: SheetForm) => void;
}

const Questions = ({ form, errors, onChange }: QuestionsProps) =>
  QUESTIONS.map(([name, label, input]) => (
    <Field key={name} label={label} error={errors[name]}>
      <Input
        {...input}
        value={form[name]}
        onChange={(event) => onChange({ ...form, [name]: event.target.value })}
      />
    </Field>
  ));
