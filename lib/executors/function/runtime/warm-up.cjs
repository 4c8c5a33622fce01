// Loaded once by a sandbox that waits for its function, so that the loader has done its work before.
exports.handler = () => import('node:path').then(() => 'fine');
