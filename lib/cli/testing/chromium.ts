import { existsSync } from 'node:fs';

const DEBIAN = '/usr/bin/chromium';

/** How a browser is started here: the one named, else Playwright's own, else Debian's; as root without its sandbox. */
export function chromiumHere(): { executablePath?: string; args: string[] } {
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM_PATH ?? (existsSync(DEBIAN) ? DEBIAN : undefined);
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  };
}
