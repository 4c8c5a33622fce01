import { expect, type Page, test } from '@playwright/test';
import { ownWorkload } from './support/seed.ts';

const HANDLER = `interface Event { rawPath: string }

export async function handler(event: Event): Promise<{ statusCode: number; body: string }> {
  return { statusCode: 200, body: 'typed ' + event.rawPath };
}
`;

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const steps = (page: Page) => page.getByRole('navigation', { name: 'Steps' });
const next = (page: Page) => page.getByRole('button', { name: /^Next:/ });

/** The page, with its editor awake: what is typed before would be lost to the first paint. */
async function openWizard(page: Page, query = ''): Promise<void> {
  await page.goto(`/workloads/new${query}`);
  await expect(page.getByRole('form', { name: 'New workload' })).toBeVisible();
}

/** Replaces the editor's text as a user would: select all, type over it. */
async function writeCode(page: Page, code: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: /^Content of / });
  await editor.click();
  await editor.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

test('own TypeScript, edited in place, goes through all steps and runs', async ({ page }) => {
  await openWizard(page);
  await field(page, 'Name').fill('Typed by hand');
  await page.getByRole('button', { name: 'Rename' }).click();
  await field(page, 'New name of handler.js').fill('handler.ts');
  await field(page, 'New name of handler.js').press('Enter');
  await expect(page.getByRole('combobox', { name: 'Entry' })).toHaveText('handler.ts');
  await writeCode(page, HANDLER);

  await next(page).click();
  await expect(page).toHaveURL(/step=trigger/);
  await field(page, 'Path').fill('/hello/{n}');
  await next(page).click();
  await field(page, 'Requests a month').fill('250000');
  await next(page).click();
  await field(page, 'Memory').fill('256');
  await next(page).click();

  await expect(page.getByRole('heading', { name: 'Typed by hand' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Requests that are sent' })).toContainText('/hello/{n}');
  await field(page, 'Measured time').fill('2');
  await field(page, 'Turns').fill('1');
  await page.getByRole('combobox', { name: 'Traffic of the run' }).click();
  await page.getByRole('option', { name: 'Poisson' }).click();
  await field(page, 'Rate during the run').fill('10');
  await page.getByText('More about how it is run').click();
  await field(page, 'Forced starts').fill('1');
  await page.getByRole('button', { name: 'Run on both' }).click();
  await page.waitForURL(/\/experiments\/[\w-]+$/);
  await expect(page.getByRole('region', { name: 'Code' })).toContainText("'typed ' + event.rawPath", {
    timeout: 60_000,
  });
  await expect(page.getByRole('table', { name: 'Requests, cold starts and errors' })).toBeVisible();
});

test('the same work can be given in Python, and the review says what a sweep can run', async ({ page }) => {
  await openWizard(page);
  await field(page, 'Name').fill('In two languages');
  await page.getByRole('button', { name: 'Add it in Python' }).click();
  await expect(page.getByRole('combobox', { name: 'Entry in Python' })).toHaveText('handler.py');
  await expect(page.getByRole('button', { name: /^Add it in/ })).toHaveCount(0);
  await field(page, 'Handler in Python').fill('');
  await next(page).click();
  await expect(field(page, 'Handler in Python')).toHaveAccessibleDescription(
    /name of an export or of a function/,
  );
  await field(page, 'Handler in Python').fill('handler');
  await steps(page).getByRole('button', { name: 'Review and run' }).click();
  await expect(page.getByText('a sweep can run it in Node.js and Python')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Remove the code in Python' }).click();
  await expect(page.getByRole('combobox', { name: 'Entry in Python' })).toHaveCount(0);
});

test('the review says before the run that code was written for other events', async ({ page }) => {
  await openWizard(page);
  await field(page, 'Name').fill('For a REST API');
  await writeCode(page, 'export const handler = async (event) => event.httpMethod;');
  await steps(page).getByRole('button', { name: 'Review and run' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Read this before you run it' })).toContainText(
    'reads event.httpMethod (handler.js:1)',
  );
});

test('errors stand beside their field and at their step', async ({ page }) => {
  await openWizard(page);
  await next(page).click();
  const name = field(page, 'Name');
  await expect(name).toHaveAccessibleDescription(/Give the workload a name\./);
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(steps(page).getByRole('button', { name: '1 error in Code' })).toBeVisible();

  await steps(page).getByRole('button', { name: 'Resources' }).click();
  await field(page, 'Memory').fill('64');
  await field(page, 'Timeout').fill('');
  await steps(page).getByRole('button', { name: 'Review and run' }).click();
  await expect(steps(page).getByRole('button', { name: '2 errors in Resources' })).toBeVisible();
  await expect(page.getByText('3 fields need a correction.')).toBeVisible();
  await page.getByRole('button', { name: 'Run on both' }).click();
  await expect(page).toHaveURL(/\/workloads\/new/);

  await page.getByRole('button', { name: 'Go to Resources' }).first().click();
  await expect(field(page, 'Memory')).toHaveAccessibleDescription(/Functions start at 128 MiB\./);
  await field(page, 'Memory').fill('128');
  await field(page, 'Timeout').fill('1000');
  await expect(steps(page).getByRole('button', { name: /in Resources/ })).toHaveCount(0);
});

test('back loses nothing, and a draft survives a reload', async ({ page }) => {
  await openWizard(page);
  await field(page, 'Name').fill('Kept');
  await writeCode(page, `${HANDLER}// kept`);
  await next(page).click();
  await field(page, 'Path').fill('/kept');
  await page.getByRole('button', { name: 'Add request' }).click();
  await expect(page.getByRole('group', { name: 'Request 2' })).toBeVisible();
  await page.goBack();
  await expect(field(page, 'Name')).toHaveValue('Kept');
  await page.goForward();
  await expect(field(page, 'Path').first()).toHaveValue('/kept');

  await page.reload();
  await expect(page.getByText('Restored from your draft.')).toBeVisible();
  await expect(page).toHaveURL(/step=trigger/);
  await expect(field(page, 'Path').first()).toHaveValue('/kept');
  await expect(page.getByRole('group', { name: 'Request 2' })).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(field(page, 'Name')).toHaveValue('Kept');
  await expect(page.getByRole('textbox', { name: /^Content of / })).toContainText('// kept');

  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click();
  await expect(field(page, 'Name')).toHaveValue('');
  await page.reload();
  await expect(field(page, 'Name')).toHaveValue('');
});

test('looking at the steps leaves no draft', async ({ page }) => {
  await openWizard(page, '?step=review');
  await expect(page.getByRole('button', { name: /Run on both/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: /Run on both/ })).toBeVisible();
  await expect(page.getByText('Restored from your draft.')).toHaveCount(0);
});

test('one step can be filled in by keyboard alone', async ({ page }) => {
  await openWizard(page, '?step=traffic');
  // Clicked nowhere: from the top of the page by Tab until the first field of the step.
  await tabTo(page, 'Requests a month');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('42000');
  await tabTo(page, 'Office hours');
  await page.keyboard.down('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Evening peak' })).toBeChecked();
  await page.keyboard.up('ArrowDown');
  await tabTo(page, 'Next: resources');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/step=resources/);
  await expect(page.getByRole('heading', { name: 'Resources' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(field(page, 'Memory')).toBeFocused();
  await page.goBack();
  await expect(field(page, 'Requests a month')).toHaveValue('42,000');
});

test('the server refuses what the form would not have sent, field by field', async ({ request }) => {
  const workload = ownWorkload('', HANDLER);
  const escaping = { ...workload.code, entry: '../out.ts', files: [{ path: '../out.ts', content: '' }] };
  const answer = await request.post('/api/workloads', {
    data: { ...workload, memoryMiB: 1, code: escaping },
  });
  expect(answer.status()).toBe(422);
  const { problem, issues } = await answer.json();
  expect(problem).toMatchObject({ code: 'invalid-input', owner: 'yours' });
  const paths = issues.map((issue: { path: string[] }) => issue.path.join('.'));
  expect(paths).toEqual(expect.arrayContaining(['name', 'memoryMiB', 'code.entry', 'code.files.0.path']));
});

/** Presses Tab until the control with this accessible name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = page.locator(':focus');
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(focused).toHaveAccessibleName(name, { timeout: 50 });
  }).toPass({ intervals: [0], timeout: 10_000 });
}

test('the container engine is chosen where there are several, and one that is not there says what to do', async ({
  page,
  request,
}) => {
  const { machine } = await (await request.get('/api/machine')).json();
  const there = (id: string) =>
    machine.engines.find((engine: { id: string; available: boolean }) => engine.id === id);
  await openWizard(page, '?step=review');
  const engines = page.getByRole('radiogroup', { name: 'Container engine' });
  await expect(engines.getByRole('radio')).toHaveCount(4);
  await expect(engines.getByRole('radio', { name: /^Automatic/ })).toBeChecked();
  for (const id of ['docker', 'podman', 'runc']) {
    const { title, available, remedy } = there(id);
    const card = engines.getByRole('radio', { name: title, exact: true });
    if (available) await expect(card).toHaveAccessibleDescription(/Enforces|Does not enforce/);
    else {
      await expect(card).toBeDisabled();
      await expect(card).toHaveAccessibleDescription(new RegExp(remedy.replace(/[^\w ]/g, '.')));
    }
  }
  await engines.getByRole('radio', { name: there('runc').title, exact: true }).click();
  await page.reload();
  await expect(page.getByText('Restored from your draft.')).toBeVisible();
  await expect(engines.getByRole('radio', { name: there('runc').title, exact: true })).toBeChecked();

  const workload = await request.post('/api/workloads', { data: ownWorkload('By runc', HANDLER) });
  const { id } = await workload.json();
  await page.goto(`/workloads/${id}`);
  await engines.getByRole('radio', { name: there('runc').title, exact: true }).click();
  await field(page, 'Measured time').fill('2');
  await field(page, 'Turns').fill('1');
  await page.getByText('More about how it is run').click();
  await field(page, 'Warm-up').fill('0');
  await field(page, 'Forced starts').fill('0');
  await page.getByRole('button', { name: 'Run on both' }).click();
  await page.waitForURL(/\/experiments\/[\w-]+$/);
  await expect(page.getByRole('region', { name: 'Method' })).toContainText('Embedded runc, as chosen', {
    timeout: 60_000,
  });
});
