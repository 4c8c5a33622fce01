'use client';

import dynamic from 'next/dynamic';
import { cn } from './cn.ts';
import type { CodeMirrorProps } from './code-mirror.tsx';

/** The editor is large and needs a browser: it comes apart from the page, into room that is kept for it. */
const CodeMirror = dynamic(() => import('./code-mirror.tsx').then((module) => module.CodeMirror), {
  ssr: false,
  loading: () => <p className="p-3 text-sm text-muted-foreground">Loading the editor…</p>,
});

export interface CodeEditorProps extends CodeMirrorProps {
  /** Tailwind height of the box, e.g. "h-80". */
  className?: string;
}

/** A labelled code editor of fixed height. Tab indents; Escape, then Tab leaves it. */
export const CodeEditor = ({ className, ...props }: CodeEditorProps) => (
  <div
    className={cn(
      'h-80 overflow-hidden rounded-md border border-input bg-card text-[0.8125rem] focus-within:border-foreground',
      className,
    )}
  >
    <CodeMirror {...props} />
  </div>
);
