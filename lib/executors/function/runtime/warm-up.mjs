// Loaded once by a sandbox that waits for its function, so that the loader has done its work before.
export const handler = () => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: '' });
