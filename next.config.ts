import type { NextConfig } from 'next';

/** NEXT_DIST_DIR lets two builds of one checkout live side by side (a test build beside the served one). */
const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
