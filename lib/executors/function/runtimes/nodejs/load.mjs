// Finds the handler as AWS Lambda's Node runtime does: `dir/file.export`, in .js, .mjs or .cjs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

export async function load(root, handler) {
  const at = handler.lastIndexOf('/') + 1;
  const dot = handler.indexOf('.', at + 1);
  if (dot < 0) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const path = handler.slice(0, dot);
  const file = ['.js', '.mjs', '.cjs'].map((ending) => join(root, path + ending)).find(existsSync);
  if (file === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${path}'`);
  }
  let module;
  try {
    module = await import(pathToFileURL(file).href);
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
