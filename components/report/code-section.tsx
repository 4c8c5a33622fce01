import type { SourceFile } from '#lib/domain/workload/workload.ts';
import { lineId } from './line-id.ts';
import { Section } from './section.tsx';

interface CodeSectionProps {
  files: readonly SourceFile[];
  entry: string;
}

/** The code that ran, file by file; a finding's link opens the file at its line. */
export const CodeSection = ({ files, entry }: CodeSectionProps) => (
  <Section
    id="code"
    title="Code"
    lead="What ran on both sides, byte for byte the same handler."
    className="gap-2"
  >
    {files.map((file) => (
      <File key={file.path} file={file} isEntry={file.path === entry} />
    ))}
  </Section>
);

const File = ({ file, isEntry }: { file: SourceFile; isEntry: boolean }) => (
  <details open={isEntry} className="rounded-md border">
    <summary className="px-3 py-2 text-sm">
      <span className="font-mono break-all">{file.path}</span>
      {isEntry ? <span className="ml-2 text-xs text-muted-foreground">entry</span> : null}
    </summary>
    <pre className="overflow-x-auto border-t bg-card py-2 font-mono text-xs leading-5">
      <code className="block w-max min-w-full">
        {file.content
          .replace(/\n$/, '')
          .split('\n')
          .map((text, index) => ({ text, number: index + 1 }))
          .map(({ text, number }) => (
            <span
              key={number}
              id={lineId(file.path, number)}
              className="block scroll-mt-24 px-3 target:bg-accent"
            >
              <span
                aria-hidden="true"
                className="mr-4 inline-block w-8 text-right text-muted-foreground select-none"
              >
                {number}
              </span>
              {text}
              {'\n'}
            </span>
          ))}
      </code>
    </pre>
  </details>
);
