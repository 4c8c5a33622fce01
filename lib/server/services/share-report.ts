import { randomBytes } from 'node:crypto';
import type { ShareView } from '#lib/domain/live/api.ts';
import { findReport, insertShare } from '../repositories/reports.ts';
import { found } from './not-found.ts';

/** 128 random bits: nobody finds a shared report by guessing. */
const newSlug = () => randomBytes(16).toString('base64url');

export async function shareReport(experimentId: string): Promise<ShareView> {
  found(await findReport(experimentId), 'finished report');
  return insertShare(experimentId, newSlug());
}
