// Finds the handler as AWS Lambda's Node runtime does: `dir/file.export`, where `file` is a file as it is, a directory
// with an index.js, a .js, .mjs or .cjs, or else a package (AWS: UserFunction.js of the runtime interface client).
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

const require = createRequire(import.meta.url);

async function loadModule(root, path) {
  // Without an ending it is `require` that says what is there: of a directory its index.js.
  const given = join(root, path);
  if (existsSync(given)) return require(given);
  const file = ['.js', '.mjs', '.cjs'].map((ending) => given + ending).find(existsSync);
  if (file !== undefined) return import(pathToFileURL(file).href);
  const paths = [join(root, dirname(path)), root];
  return require(require.resolve(basename(path), { paths }));
}

export async function load(root, handler) {
  const at = handler.lastIndexOf('/') + 1;
  const dot = handler.indexOf('.', at + 1);
  if (dot < 0) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const path = handler.slice(0, dot);
  let module;
  try {
    module = await loadModule(root, path);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) thrown.name = 'Runtime.UserCodeSyntaxError';
    else if (thrown?.code === 'ERR_MODULE_NOT_FOUND' || thrown?.code === 'MODULE_NOT_FOUND') {
      thrown.name = 'Runtime.ImportModuleError';
    }
    throw thrown;
  }
  const find = (from) =>
    handler
      .slice(dot + 1)
      .split('.')
      .reduce((value, name) => value?.[name], from);
  const found = find(module) ?? find(module.default);
  if (found === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found === 'function') return found;
  throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
}
