import { expect, type Locator, test } from '@playwright/test';

test('the course lists its four lessons in order', async ({ page }) => {
  await page.goto('/learn');
  const lessons = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') });
  await expect(lessons).toHaveCount(4);
  await expect(lessons.first().getByRole('link')).toHaveAttribute('href', '/learn/cold-start');
});

for (const slug of ['one-request-per-environment', 'cold-start']) {
  test(`the lesson ${slug} asks first, runs, and shows the outcome beside the prediction`, async ({
    page,
  }) => {
    await page.goto(`/learn/${slug}`);
    const run = page.getByRole('button', { name: 'Run it on this machine' });
    await expect(run).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByText('Choose an answer first; a guess will do.')).toBeVisible();
    const guess = page.getByRole('radio').first();
    const words = await labelOf(guess);
    await guess.click();
    await run.click();

    const outcome = page.getByRole('region', { name: 'Outcome' });
    await expect(outcome).toBeVisible({ timeout: 60_000 });
    await expect(outcome.getByText('You predicted')).toBeVisible();
    await expect(outcome.getByText(words).first()).toBeVisible();
    await expect(outcome.getByText('On this machine')).toBeVisible();
    await expect(outcome.getByText(/^(as predicted|otherwise)$/)).toBeVisible();
    await expect(outcome.getByText(/^The claim (held|did not hold) in this run\.$/)).toBeVisible();
    await expect(outcome.getByRole('table', { name: 'Figures of this run' })).toContainText(/\d/);
    await expect(page.getByRole('heading', { name: 'When the claim fails' })).toBeVisible();

    await page.reload();
    await expect(outcome.getByText(words).first()).toBeVisible();
  });
}

const labelOf = (radio: Locator): Promise<string> =>
  radio.evaluate(
    (element) => document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ?? '',
  );
