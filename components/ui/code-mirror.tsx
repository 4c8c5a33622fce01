'use client';

import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { indentUnit } from '@codemirror/language';
import ReactCodeMirror, { EditorView, type Extension } from '@uiw/react-codemirror';
import { useMemo } from 'react';
import { codeTheme } from './code-theme.ts';

export interface CodeMirrorProps {
  value: string;
  /** Read out as the editor's name. */
  label: string;
  /** Its ending chooses the highlighting; anything but JavaScript, TypeScript, Python and JSON is plain text. */
  path?: string;
  onChange?: (value: string) => void;
  readOnly?: boolean;
}

const SCRIPT = /\.(m|c)?[jt]sx?$/;

function languageOf(path: string): Extension[] {
  if (SCRIPT.test(path)) return [javascript({ typescript: /\.m?tsx?$/.test(path), jsx: path.endsWith('x') })];
  if (path.endsWith('.py')) return [python(), indentUnit.of('    ')];
  return path.endsWith('.json') ? [javascript()] : [];
}

export function CodeMirror({ value, label, path = '', onChange, readOnly = false }: CodeMirrorProps) {
  const extensions = useMemo(
    () => [
      codeTheme,
      ...languageOf(path),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
    ],
    [label, path],
  );
  return (
    <ReactCodeMirror
      value={value}
      height="100%"
      className="h-full"
      theme="none"
      readOnly={readOnly}
      indentWithTab={!readOnly}
      basicSetup={{ foldGutter: false, highlightActiveLine: !readOnly, highlightActiveLineGutter: !readOnly }}
      extensions={extensions}
      {...(onChange ? { onChange } : {})}
    />
  );
}
