import { renderToStaticMarkup } from 'react-dom/server';
import { FormProvider, useForm } from 'react-hook-form';
import { describe, expect, it } from 'vitest';
import { FormNumber } from './form-number.tsx';
import { NumberField } from './number-field.tsx';

const ignore = () => undefined;

describe('a field for a number', () => {
  it('shows it with separators and its unit, which a screen reader hears too', () => {
    const html = renderToStaticMarkup(
      <NumberField label="Requests" unit="a month" value={40e6} onValue={ignore} error="Too many." />,
    );
    expect(html).toContain('value="40,000,000"');
    expect(html).toContain('Unit: a month.');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toMatch(/aria-describedby="\S+-description \S+-error"/);
  });

  it.each([null, undefined, Number.NaN])('is empty for %s', (value) =>
    expect(renderToStaticMarkup(<NumberField label="A" unit="" value={value} onValue={ignore} />)).toContain(
      'value=""',
    ),
  );

  it('takes its value from the form around it', () => {
    const Form = () => (
      <FormProvider {...useForm({ defaultValues: { timeoutMs: 5000 } })}>
        <FormNumber<{ timeoutMs: number }> name="timeoutMs" label="Timeout" unit="ms" whole />
      </FormProvider>
    );
    expect(renderToStaticMarkup(<Form />)).toMatch(/name="timeoutMs"[^>]*value="5,000"/);
  });
});
