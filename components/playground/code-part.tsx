'use client';

import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { FieldError } from '#components/ui/field.tsx';
import { FileEditor } from '#components/ui/file-editor.tsx';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { flattenErrors, messagesUnder } from '#lib/client/wizard/steps.ts';
import { EntryFields } from './entry-fields.tsx';
import { StartFromSample } from './start-from-sample.tsx';

/** The code, where it starts from, and which export is called. */
export function CodePart({ kept }: { kept: boolean }) {
  const { control, getValues, setValue } = useFormContext<PlaygroundValues>();
  const { errors, isSubmitted } = useFormState({ control });
  const files = useWatch({ control, name: 'code.files' });
  const entry = useWatch({ control, name: 'code.entry' });
  const change = { shouldDirty: true, shouldValidate: isSubmitted } as const;
  const messages = ['code.files', 'code.entry'].flatMap((path) => messagesUnder(flattenErrors(errors), path));
  return (
    <section aria-labelledby="code-title" className="grid min-w-0 content-start gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="code-title" className="text-base font-semibold">
          Code
        </h2>
        <StartFromSample />
      </div>
      <FileEditor
        files={files}
        entry={entry}
        className="h-72 sm:h-80"
        onChange={(next) => setValue('code.files', next, change)}
        onRename={(from, to) => {
          if (getValues('code.entry') === from) setValue('code.entry', to, change);
        }}
      />
      {messages.map((message) => (
        <FieldError key={message} error={message} />
      ))}
      {kept ? null : (
        <p role="status" className="text-[0.8125rem] text-muted-foreground">
          This browser does not keep the code: its storage is full or forbidden. A reload loses it.
        </p>
      )}
      <EntryFields />
    </section>
  );
}
