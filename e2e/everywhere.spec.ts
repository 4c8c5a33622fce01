import { expect, type Page, test } from '@playwright/test';
import { finishedRun } from './support/seed.ts';

/** What holds on every page, on a telephone and a desk, in both themes. */

const PAGES = [
  '/',
  '/experiments',
  '/experiments/:done',
  '/workloads',
  '/workloads/new',
  '/cost',
  '/simulate',
  '/playground',
  '/learn',
  '/learn/cold-start',
] as const;

let done: string;
test.beforeAll(async ({ request }) => {
  done = await finishedRun(request);
});

for (const path of PAGES) {
  test(`${path} at 360 and 1280 px, light and dark`, async ({ page }) => {
    const complaints = listen(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 360, height: 800 });
    expect((await page.goto(path.replace(':done', done)))?.status()).toBe(200);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await checkOnce(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
        expect(await page.evaluate(widerThanPage)).toEqual([]);
        expect(await page.evaluate(faintText)).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
  });
}

/** Errors of scripts, of the content security policy and of anything that could not be loaded. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return complaints;
}

async function checkOnce(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/\S.* · Crossover$|^Crossover: \S/);
  // What is still loading has neither fields nor charts to look at.
  await expect(page.locator('main .animate-pulse, main [aria-busy=true]')).toHaveCount(0);
  await expect(page.getByText('Loading the editor…')).toHaveCount(0);
  expect(await page.evaluate(unlabelledFields)).toEqual([]);
  expect(await page.evaluate(unnamedControls)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus-visible')).toBeInViewport();
  expect(await page.evaluate(focusRing)).not.toBe('none');
}

/** Nothing when the page does not scroll sideways, else what sticks out. */
function widerThanPage(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => `${element.tagName} ${element.className}`.slice(0, 120));
}

function unlabelledFields(): string[] {
  const fields = document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), select, textarea');
  return [...fields]
    .filter((field) => !field.hidden && field.getAttribute('aria-hidden') !== 'true')
    .filter((field) => !(field.labels?.length || field.ariaLabel || field.hasAttribute('aria-labelledby')))
    .map((field) => field.outerHTML.slice(0, 200));
}

function unnamedControls(): string[] {
  const controls = document.querySelectorAll(
    'button, a[href], [role=textbox], [role=combobox], [role=radio]',
  );
  return [...controls]
    .filter((control) => control.getAttribute('aria-hidden') !== 'true')
    .filter((control) => {
      const labelled = control.ariaLabel || control.hasAttribute('aria-labelledby');
      const byLabel = control instanceof HTMLButtonElement && control.labels.length > 0;
      return !(labelled || byLabel || control.textContent?.trim() || control.querySelector('title'));
    })
    .map((control) => control.outerHTML.slice(0, 200));
}

/** The style of the ring around what has the focus. */
const focusRing = (): string =>
  document.activeElement ? getComputedStyle(document.activeElement).outlineStyle : 'none';

/**
 * Words whose ink is too close to the paper (WCAG AA: 4.5 to 1). Colours are painted on a canvas to
 * be read as red, green and blue, because style sheets also write them as oklch. Paper that is not
 * one opaque colour is left to the eye.
 */
function faintText(): string[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color: string): number[] => {
    if (!context) return [];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const channel = (value = 0): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]: number[]): number =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const paperOf = (element: Element | null): number[] | null => {
    if (!element) return null;
    const own = rgba(getComputedStyle(element).backgroundColor);
    if (own[3] === 255) return own;
    return own[3] === 0 ? paperOf(element.parentElement) : null;
  };
  const isFaint = (element: Element): boolean => {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!words || !element.checkVisibility() || element.closest(':disabled, svg, [aria-disabled=true]'))
      return false;
    const paper = paperOf(element);
    if (!paper) return false;
    const [light, dark] = [luminance(rgba(getComputedStyle(element).color)), luminance(paper)].sort(
      (a, b) => b - a,
    );
    return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05) < 4.5;
  };
  return [...document.body.querySelectorAll('*')]
    .filter(isFaint)
    .map((element) => `${element.textContent?.slice(0, 40)} (${getComputedStyle(element).color})`);
}
