import type { NextConfig } from 'next';

/**
 * NEXT_DIST_DIR lets two builds of one checkout live side by side. Next writes its folder into the
 * tsconfig that it reads: give such a build its own with NEXT_TSCONFIG, one that extends ours.
 */
const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // Types are checked by `npm test`; checking them again would only make the first start slower.
  typescript: { tsconfigPath: process.env.NEXT_TSCONFIG ?? 'tsconfig.json', ignoreBuildErrors: true },
  // It is a program with a thin wrapper, which finds it by its own place.
  serverExternalPackages: ['esbuild'],
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
