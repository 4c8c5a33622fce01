// V8's cached data of large CommonJS modules, made after the code has run once and so with the functions that it
// uses, and given to later environments of the same function. Node's own compile cache knows only what was
// compiled at load, which saves a third of this.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, relative } = require('node:path');
const { constants, Script } = require('node:vm');

const CACHE_DIRECTORY = '/var/cache';
/** Below this, reading the cache takes as long as compiling. */
const LEAST_CHARACTERS = 32_768;
/** All together must fit the channel. */
const MOST_BYTES = 8 * 1024 * 1024;

function cached(path) {
  try {
    return readFileSync(join(CACHE_DIRECTORY, `${path}.bin`));
  } catch {
    return undefined;
  }
}

/** The script of a module, or null when it is none of ours or turns out to be an ES module. */
function compile(content, filename, path, mode) {
  try {
    return new Script(Module.wrap(content), {
      filename,
      cachedData: mode === 'use' ? cached(path) : undefined,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
  } catch {
    return null;
  }
}

/** Takes over how large CommonJS modules below `dir` are compiled. `mode`: 'use' or 'make'. */
module.exports = function codeCache(dir, mode) {
  const scripts = new Map();
  const compileAsBefore = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, format) {
    const path = relative(dir, filename);
    const ours = format !== 'module' && content.length >= LEAST_CHARACTERS && !path.startsWith('..');
    const script = ours ? compile(content, filename, path, mode) : null;
    if (script === null) return compileAsBefore.call(this, content, filename, format);
    if (mode === 'make') scripts.set(path, script);
    const run = script.runInThisContext();
    const require = Module.createRequire(filename);
    return run.call(this.exports, this.exports, require, this, filename, dirname(filename));
  };
  return {
    made() {
      const files = {};
      let left = MOST_BYTES;
      for (const [path, script] of scripts) {
        const data = script.createCachedData();
        left -= data.length;
        if (left >= 0) files[path] = data.toString('base64');
      }
      scripts.clear();
      return files;
    },
  };
};
