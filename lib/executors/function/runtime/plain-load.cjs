// Loads one CommonJS file without asking where it is, what kind it is and whose package it belongs to: the executor
// knows all of that. Node's own loader takes five times as long, most of a start from a pre-started sandbox.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { isProxy } = require('node:util').types;
const { compileFunction, constants } = require('node:vm');

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
const BYTE_ORDER_MARK = 0xfeff;

function compile(path) {
  const content = readFileSync(path, 'utf8');
  const code = content.charCodeAt(0) === BYTE_ORDER_MARK ? content.slice(1) : content;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  try {
    return compileFunction(code, PARAMETERS, { filename: path, importModuleDynamically });
  } catch {
    return null;
  }
}

/** Its exports; null when it cannot be compiled as CommonJS, and then nothing of it has run: it may be an ES module. */
module.exports = function loadPlain(path) {
  const run = compile(path);
  if (run === null) return null;
  const loading = new Module(path, module);
  const directory = dirname(path);
  loading.filename = path;
  loading.paths = Module._nodeModulePaths(directory);
  require.cache[path] = loading;
  try {
    run.call(loading.exports, loading.exports, Module.createRequire(path), loading, path, directory);
  } catch (thrown) {
    delete require.cache[path];
    throw thrown;
  }
  loading.loaded = true;
  // Put there for a module that required this one too early; Node's loader takes it away at this point, too.
  const given = loading.exports;
  if (given && isProxy(Object.getPrototypeOf(given))) Object.setPrototypeOf(given, Object.prototype);
  return loading.exports;
};
