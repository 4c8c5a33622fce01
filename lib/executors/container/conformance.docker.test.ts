import { conformance } from './testing/conformance.ts';

conformance('docker', 'engine');
