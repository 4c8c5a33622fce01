import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Footer } from '#components/layout/footer.tsx';
import { Header } from '#components/layout/header.tsx';
import { Providers } from '#components/layout/providers.tsx';
import './globals.css';

/** Absolute addresses, as a shared link's preview needs them, begin with what the reader asked for. */
export async function generateMetadata(): Promise<Metadata> {
  const asked = await headers();
  const scheme = asked.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return { ...METADATA, metadataBase: new URL(`${scheme}://${asked.get('host') ?? 'localhost'}`) };
}

const METADATA: Metadata = {
  title: { default: 'Crossover: functions or containers?', template: '%s · Crossover' },
  description:
    'Describe a workload, run it for real as a function and as a container, and see where the answer crosses over.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#121314' },
  ],
};

const SkipLink = () => (
  <a
    href="#main"
    className="sr-only z-50 rounded-md bg-primary px-4 py-2 text-primary-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
  >
    Skip to content
  </a>
);

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // next-themes sets the class before React wakes up; that one difference is expected.
    <html lang="en" suppressHydrationWarning className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="flex min-h-dvh flex-col">
        <Providers nonce={nonce}>
          <SkipLink />
          <Header />
          <main id="main" tabIndex={-1} className="flex-1 outline-none">
            {children}
          </main>
          <Footer />
        </Providers>
      </body>
    </html>
  );
}
