import { z } from 'zod';
import { refused } from './problem.ts';
import { document, type Spooled } from './spool.ts';

const Descriptor = z.object({
  mediaType: z.string().default(''),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  platform: z.object({ architecture: z.string(), os: z.string() }).partial().optional(),
});
type Descriptor = z.infer<typeof Descriptor>;

const Index = z.object({ manifests: z.array(Descriptor).min(1).max(64) });
const Manifest = z.object({ config: Descriptor, layers: z.array(Descriptor).min(1).max(128) });
const Saved = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()).min(1).max(128) })).min(1);

const Config = z.object({
  architecture: z.string(),
  os: z.string(),
  config: z
    .object({
      Env: z.array(z.string()).nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      WorkingDir: z.string().nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
    })
    .default({}),
  rootfs: z.object({ diff_ids: z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/)).min(1) }),
});
export type ImageConfig = z.infer<typeof Config>;

/** The parts of the one image in an archive, as they are there: layers may be compressed. */
export interface Parts {
  config: ImageConfig;
  /** Lowest first. */
  layers: readonly Spooled[];
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const here = ARCHITECTURES[process.arch] ?? process.arch;

function parsed<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw refused(`"${name}" in the archive is not what an image has.`, error.message);
  return data;
}

type Files = ReadonlyMap<string, Spooled>;

function need(files: Files, name: string): Spooled {
  const file = files.get(name);
  if (file === undefined) throw refused(`The archive lacks "${name.slice(0, 200)}", which the image names.`);
  return file;
}

/** A blob under its digest. @throws CrossoverError when its bytes have another one */
function blobOf(files: Files, { digest }: Descriptor): Spooled {
  const hex = digest.slice('sha256:'.length);
  const file = need(files, `blobs/sha256/${hex}`);
  if (file.sha256 !== hex) throw refused(`A part of the image has been changed: it is not ${digest}.`);
  return file;
}

const nameOf = ({ digest }: Descriptor): string => `blobs/sha256/${digest.slice('sha256:'.length)}`;

/** Follows an index, and one below it, to the manifest for this machine. */
async function manifestOf(files: Files, name: string, depth = 0): Promise<z.infer<typeof Manifest>> {
  const value = await document(files, name);
  const { success, data } = Index.safeParse(value);
  if (!success) return parsed(Manifest, value, name);
  if (depth > 2) throw refused('The image index is nested too deeply.');
  const fits = data.manifests.find(
    ({ platform }) => !platform?.architecture || platform.architecture === here,
  );
  if (fits === undefined) throw refused(`The archive holds no image for ${here}.`);
  blobOf(files, fits);
  return manifestOf(files, nameOf(fits), depth + 1);
}

async function fromOci(files: Files): Promise<Parts> {
  const manifest = await manifestOf(files, 'index.json');
  blobOf(files, manifest.config);
  const name = nameOf(manifest.config);
  const config = parsed(Config, await document(files, name), name);
  return { config, layers: manifest.layers.map((layer) => blobOf(files, layer)) };
}

async function fromSaved(files: Files, value: unknown): Promise<Parts> {
  const [image] = parsed(Saved, value, 'manifest.json');
  if (image === undefined) throw refused('There is no image in the archive.');
  const config = parsed(Config, await document(files, image.Config), image.Config);
  return { config, layers: image.Layers.map((name) => need(files, name)) };
}

/** Finds the image in an archive of `docker save` or an OCI layout. @throws CrossoverError `archive-refused` */
export async function resolve(files: Files): Promise<Parts> {
  const saved = await document(files, 'manifest.json');
  const isOci = files.has('index.json') && files.has('oci-layout');
  if (saved === null && !isOci) throw refused('There is no image in the archive.');
  const parts = saved === null ? await fromOci(files) : await fromSaved(files, saved);
  const { os, architecture, rootfs } = parts.config;
  if (os !== 'linux' || architecture !== here) {
    throw refused(`The image is for ${os} on ${architecture}; this machine needs linux on ${here}.`);
  }
  if (rootfs.diff_ids.length !== parts.layers.length) {
    throw refused('The image names another number of layers than there are.');
  }
  return parts;
}
