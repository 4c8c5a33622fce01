'use client';

import { Pencil, Plus, Trash2, Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { addFile, editFile, looksBinary, mergeFiles, removeFile, renameFile } from '#lib/client/files.ts';
import { SourceFile } from '#lib/domain/workload/workload.ts';
import { Button } from './button.tsx';
import { CodeEditor } from './code-editor.tsx';
import { FieldError } from './field.tsx';
import { Input } from './input.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from './tabs.tsx';

export interface FileEditorProps {
  files: readonly SourceFile[];
  /** Left out: the files can be read only. */
  onChange?: (files: SourceFile[]) => void;
  /** Called when a file is renamed, so that an entry that names it can follow. */
  onRename?: (from: string, to: string) => void;
  /** The file that exports the handler, marked in its tab. */
  entry?: string;
  /** Tailwind height of the editor, e.g. "h-80". */
  className?: string;
}

/** Files in tabs: read, edit, add, rename, remove, upload. */
export function FileEditor({ files, onChange, onRename, entry, className }: FileEditorProps) {
  const [selected, setSelected] = useState(0);
  const index = Math.min(selected, Math.max(files.length - 1, 0));
  const file = files[index];
  return (
    <Tabs
      value={String(index)}
      onValueChange={(value) => setSelected(Number(value))}
      className="grid min-w-0 gap-2"
    >
      <FileTabs files={files} entry={entry} />
      {onChange ? (
        <FileActions
          key={`${index}:${file?.path ?? ''}`}
          files={files}
          index={index}
          onChange={onChange}
          onRename={onRename}
          onSelect={setSelected}
        />
      ) : null}
      {file ? (
        <TabsContent value={String(index)} tabIndex={-1} className="pt-0">
          <CodeEditor
            value={file.content}
            path={file.path}
            label={`Content of ${file.path}`}
            readOnly={!onChange}
            onChange={(content) => onChange?.(editFile(files, index, content))}
            {...(className ? { className } : {})}
          />
        </TabsContent>
      ) : null}
      {onChange ? (
        <p className="text-xs text-muted-foreground">Tab indents. Escape, then Tab leaves the editor.</p>
      ) : null}
    </Tabs>
  );
}

const FileTabs = ({ files, entry }: { files: readonly SourceFile[]; entry: string | undefined }) => (
  <TabsList aria-label="Files">
    {files.map((file, at) => (
      // The place is the identity: a path may be renamed letter by letter or be there twice for a moment.
      <TabsTrigger key={`tab-${String(at)}`} value={String(at)} className="font-mono text-[0.8125rem]">
        {file.path}
        {file.path === entry ? (
          <span className="ml-1 font-sans text-xs text-muted-foreground"> (entry)</span>
        ) : null}
      </TabsTrigger>
    ))}
  </TabsList>
);

interface FileActionsProps {
  files: readonly SourceFile[];
  index: number;
  onChange: (files: SourceFile[]) => void;
  onRename: FileEditorProps['onRename'];
  onSelect: (index: number) => void;
}

function FileActions({ files, index, onChange, onRename, onSelect }: FileActionsProps) {
  const [renaming, setRenaming] = useState(false);
  const [uploadError, setUploadError] = useState<string>();
  const file = files[index];
  const rename = (path: string) => {
    setRenaming(false);
    if (!file || path === file.path) return;
    onChange(renameFile(files, index, path));
    onRename?.(file.path, path);
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-1">
        <Button
          variant="ghost"
          size="sm"
          onClick={() => {
            onChange(addFile(files));
            onSelect(files.length);
          }}
        >
          <Plus aria-hidden="true" /> Add file
        </Button>
        <UploadButton onFiles={(uploads) => onChange(mergeFiles(files, uploads))} onError={setUploadError} />
        <Button variant="ghost" size="sm" disabled={!file} onClick={() => setRenaming(true)}>
          <Pencil aria-hidden="true" /> Rename
        </Button>
        <Button
          variant="ghost"
          size="sm"
          disabled={files.length < 2}
          onClick={() => onChange(removeFile(files, index))}
        >
          <Trash2 aria-hidden="true" /> Remove
        </Button>
      </div>
      {renaming && file ? (
        <RenameField path={file.path} onDone={rename} onCancel={() => setRenaming(false)} />
      ) : null}
      <FieldError error={uploadError} />
    </div>
  );
}

interface RenameFieldProps {
  path: string;
  onDone: (path: string) => void;
  onCancel: () => void;
}

/** Enter renames, Escape leaves the name as it was. */
function RenameField({ path, onDone, onCancel }: RenameFieldProps) {
  const [draft, setDraft] = useState(path);
  const checked = SourceFile.shape.path.safeParse(draft);
  return (
    <div className="grid gap-1">
      <div className="flex gap-2">
        <Input
          autoFocus
          aria-label={`New name of ${path}`}
          aria-invalid={!checked.success}
          className="max-w-72 font-mono"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onCancel();
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (checked.success) onDone(draft);
          }}
        />
        <Button variant="outline" disabled={!checked.success} onClick={() => onDone(draft)}>
          Rename
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Keep
        </Button>
      </div>
      <FieldError error={checked.success ? undefined : checked.error.issues[0]?.message} />
    </div>
  );
}

interface UploadButtonProps {
  onFiles: (files: SourceFile[]) => void;
  onError: (error: string | undefined) => void;
}

function UploadButton({ onFiles, onError }: UploadButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const upload = async (event: ChangeEvent<HTMLInputElement>) => {
    const picked = [...(event.target.files ?? [])];
    const read = await Promise.all(
      picked.map(async (file) => ({ path: file.name, content: await file.text() })),
    );
    if (input.current) input.current.value = '';
    const binary = read.filter((file) => looksBinary(file.content)).map((file) => file.path);
    onError(binary.length ? `Not text, left out: ${binary.join(', ')}.` : undefined);
    const text = read.filter((file) => !looksBinary(file.content));
    if (text.length) onFiles(text);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        accept=".js,.mjs,.ts,.mts,.py,.json,.txt,.md,.csv,.html,.sql"
        onChange={(event) => void upload(event)}
      />
      <Button variant="ghost" size="sm" onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" /> Upload files
      </Button>
    </>
  );
}
