import { renderToStaticMarkup } from 'react-dom/server';
import { FormProvider, useForm } from 'react-hook-form';
import { describe, expect, it } from 'vitest';
import { FormSelect } from './form-select.tsx';
import { SelectField } from './select-field.tsx';

const ITEMS = [
  { value: 'a.mjs', label: 'a.mjs' },
  { value: 'b.py', label: 'b.py' },
];
const attribute = (html: string, tag: string, name: string): string | undefined =>
  new RegExp(`<${tag}[^>]* ${name}="([^"]*)"`).exec(html)?.[1];

describe('a field with a few to choose from', () => {
  const field = (value: string) =>
    renderToStaticMarkup(
      <SelectField
        label="Entry"
        description="The file."
        error="Choose one."
        value={value}
        items={ITEMS}
        placeholder="Choose a file"
        onChange={() => {}}
      />,
    );

  it('is named, explained and marked as wrong for a screen reader', () => {
    const html = field('a.mjs');
    const id = attribute(html, 'button', 'id');
    expect(id).toBeDefined();
    expect(attribute(html, 'label', 'for')).toBe(id);
    expect(attribute(html, 'button', 'aria-describedby')).toBe(`${id}-description ${id}-error`);
    expect(attribute(html, 'button', 'aria-invalid')).toBe('true');
  });

  it('shows what to do when what is chosen is not there any more', () => {
    expect(field('gone.mjs')).toContain('Choose a file');
    expect(field('a.mjs')).not.toContain('Choose a file');
  });
});

/** The field in a form that keeps a number, or nothing yet. */
function Form({ kept }: { kept: number | null }) {
  const form = useForm<{ percentile: number | null }>({ defaultValues: { percentile: kept } });
  return (
    <FormProvider {...form}>
      <FormSelect<{ percentile: number | null }>
        name="percentile"
        label="Met by"
        unset="50"
        items={[{ value: '95', label: 'p95' }]}
        placeholder="None"
        read={Number}
      />
    </FormProvider>
  );
}

describe('the same in a form', () => {
  it('finds its item by the text of what the form keeps', () => {
    expect(renderToStaticMarkup(<Form kept={95} />)).not.toContain('None');
    expect(renderToStaticMarkup(<Form kept={99} />)).toContain('None');
    expect(renderToStaticMarkup(<Form kept={null} />)).toContain('None');
  });
});
