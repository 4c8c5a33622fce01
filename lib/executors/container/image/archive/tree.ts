import { refused } from './problem.ts';

/** What is at one path of an image's root directory. */
export type Node =
  | { kind: 'directory'; mode: number; layer: number }
  /** `object` is a number of a file with the content; several paths may share one (hard links). */
  | { kind: 'file'; mode: number; layer: number; object: number }
  | { kind: 'link'; target: string; layer: number };

const HOPS = 40;
/** Each goes through all there is: more than a real image has would only burn time. */
const CLEARS = 2_000;
const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
 * The root directory of an image while its layers are laid over each other: in memory only, so that no link of
 * the image can lead a write anywhere. What is written in the end has every link at its place last.
 */
export class Tree {
  readonly nodes = new Map<string, Node>();
  #clears = 0;

  /** The path with its links followed inside the root, as far as they are there; the last part stays unless asked. */
  resolve(path: string, last = false): string {
    let hops = 0;
    let todo = partsOf(path);
    let done: string[] = [];
    while (todo.length > 0) {
      const [part = '', ...rest] = todo;
      todo = rest;
      if (part === '..') {
        done.pop();
        continue;
      }
      const next = [...done, part];
      const node = this.nodes.get(next.join('/'));
      if (node?.kind !== 'link' || (rest.length === 0 && !last)) {
        done = next;
        continue;
      }
      hops += 1;
      if (hops > HOPS) throw refused(`Too many links lead from "${path.slice(0, 200)}".`);
      if (node.target.startsWith('/')) done = [];
      todo = [...partsOf(node.target), ...rest];
    }
    return done.join('/');
  }

  put(path: string, node: Node): void {
    const place = this.#place(path);
    if (place === '') return;
    const before = this.nodes.get(place);
    // A directory laid over a directory keeps what is in it; anything else takes its place.
    if (before?.kind === 'directory' && node.kind !== 'directory') this.#clear(place, Infinity);
    this.nodes.set(place, node);
  }

  /** A second name for a file that is already there. */
  alias(path: string, target: string, layer: number): void {
    const node = this.nodes.get(this.resolve(target));
    if (node?.kind !== 'file')
      throw refused(`A link in the image leads to "${target.slice(0, 200)}", which is no file.`);
    this.put(path, { ...node, layer });
  }

  /** Takes away what lower layers have at a path. */
  whiteOut(path: string, layer: number): void {
    const place = this.resolve(path);
    if (this.nodes.get(place)?.kind === 'directory') this.#clear(place, layer);
    if ((this.nodes.get(place)?.layer ?? layer) < layer) this.nodes.delete(place);
  }

  /** Takes away what lower layers have below a directory. */
  opaque(path: string, layer: number): void {
    this.#clear(this.resolve(path, true), layer);
  }

  /** Makes sure that there is a directory (a mount point), unless something else is there. */
  ensureDirectory(path: string, mode = 0o755): void {
    const place = this.resolve(path, true);
    if (this.nodes.get(place)?.kind === 'directory') return;
    if (!this.nodes.has(place)) this.put(place, { kind: 'directory', mode, layer: Infinity });
  }

  /** The path below directories that are there, made when they are missing. */
  #place(path: string): string {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) return '';
    const parent = this.resolve(parts.join('/'), true);
    this.#parents(parent);
    return parent === '' ? name : `${parent}/${name}`;
  }

  #parents(path: string): void {
    if (path === '') return;
    const node = this.nodes.get(path);
    if (node?.kind === 'directory') return;
    if (node !== undefined) throw refused(`"${path.slice(0, 200)}" in the image is a file and a directory.`);
    this.#parents(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    this.nodes.set(path, { kind: 'directory', mode: 0o755, layer: 0 });
  }

  #clear(path: string, below: number): void {
    this.#clears += 1;
    if (this.#clears > CLEARS) throw refused('The image replaces too many directories.');
    const prefix = path === '' ? '' : `${path}/`;
    for (const [name, node] of this.nodes) {
      if (name.startsWith(prefix) && name !== path && node.layer < below) this.nodes.delete(name);
    }
  }
}
