import { renderToStaticMarkup } from 'react-dom/server';
import { FormProvider, useForm } from 'react-hook-form';
import { describe, expect, it } from 'vitest';
import { blankValues, type WizardValues } from '#lib/client/wizard/form.ts';
import { PlayedPreview } from './played-preview.tsx';

function Page({ plan }: { plan: WizardValues['plan'] }) {
  const form = useForm<WizardValues>({ defaultValues: { ...blankValues(), plan } });
  return (
    <FormProvider {...form}>
      <PlayedPreview described={{ requestsPerMonth: 40_000_000, shape: 'bursts' }} />
    </FormProvider>
  );
}

const html = (plan: WizardValues['plan']) => renderToStaticMarkup(<Page plan={plan} />);

describe('PlayedPreview', () => {
  it('holds the peak that is played against the described one', () => {
    expect(html(blankValues().plan)).toContain('Peak described 396/s, peak measured 20/s (5.1%).');
  });

  it('keeps no empty room below the words that stand for a picture', () => {
    const page = html({ ...blankValues().plan, secondsPerCandidate: -1 });
    expect(page).toContain('The picture stands here as soon as');
    expect(page).not.toMatch(/(^|[" ])min-h-80/);
    // Where there is width for it, the frame of the words fills the room of the picture.
    expect(page.match(/sm:min-h-80/g)).toHaveLength(1);
    expect(page).toMatch(/<p class="[^"]*sm:min-h-80/);
  });
});
