// Takes a minute and needs Podman: npx vitest run --config vitest.by-hand.config.ts podman
import { conformance } from './testing/conformance.ts';

conformance('podman', 'whole');
