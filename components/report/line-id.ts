/** The anchor of a line of the workload's code; findings lead there. */
export const lineId = (file: string, line: number): string => `code-${file.replace(/[^\w.-]/g, '_')}-${line}`;
