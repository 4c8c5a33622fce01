import { z } from 'zod';
import { EXPERIMENT_STATES } from '#lib/domain/experiment/state.ts';

/** The column has the type of a text: a state that this release does not know is refused where it is read. */
export const StoredState = z.enum(EXPERIMENT_STATES);
