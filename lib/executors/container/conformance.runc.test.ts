import { conformance } from './testing/conformance.ts';

conformance('runc', 'engine and failures');
