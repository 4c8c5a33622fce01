export const DOCKER_COMMAND: string;
export function dockerHint(platform: string): string | null;
/** Where compose.yaml publishes the pages; `file` is the text of .env. */
export function publishedAt(
  env: Record<string, string | undefined>,
  file?: string,
): { host: string; port: number };
/** `answers` tells whether a command ends well. */
export function composeCommand(answers?: (command: string[]) => boolean): string[] | null;
export function startInDocker(
  env?: Record<string, string | undefined>,
  answers?: (command: string[]) => boolean,
): Promise<number>;
