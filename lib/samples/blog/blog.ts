/** A blog: list, create, read, delete. It knows neither a cloud nor HTTP libraries, only a store of posts. */

export interface Post {
  id: string;
  title: string;
  text: string;
}

export interface PostStore {
  list(limit: number): Promise<Post[]>;
  get(id: string): Promise<Post | null>;
  put(post: Post): Promise<void>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
}

export interface BlogRequest {
  method: string;
  path: string;
  body: string;
}

export interface BlogAnswer {
  status: number;
  /** Sent as JSON; null for an empty answer. */
  value: unknown;
}

const SHOWN = 20;
const problem = (status: number, error: string): BlogAnswer => ({ status, value: { error } });

export async function answer(request: BlogRequest, store: PostStore): Promise<BlogAnswer> {
  const [collection, id, rest] = request.path.split('/').slice(1);
  if (collection !== 'posts' || rest !== undefined) return problem(404, 'There are /posts and /posts/:id.');
  if (id === undefined || id === '') return answerAll(request, store);
  return answerOne(request, id, store);
}

async function answerAll(request: BlogRequest, store: PostStore): Promise<BlogAnswer> {
  if (request.method === 'GET') {
    const posts = await store.list(SHOWN);
    return { status: 200, value: posts.map(({ id, title }) => ({ id, title })) };
  }
  if (request.method !== 'POST') return problem(405, 'Use GET or POST.');
  const post = parsePost(request.body);
  if (post === null) return problem(400, 'A post is JSON with a title and a text.');
  await store.put(post);
  return { status: 201, value: post };
}

async function answerOne(request: BlogRequest, id: string, store: PostStore): Promise<BlogAnswer> {
  if (request.method === 'GET') {
    const post = await store.get(id);
    return post === null ? problem(404, 'No such post.') : { status: 200, value: post };
  }
  if (request.method !== 'DELETE') return problem(405, 'Use GET or DELETE.');
  return (await store.remove(id)) ? { status: 204, value: null } : problem(404, 'No such post.');
}

function parsePost(body: string): Post | null {
  const given = parseJson(body);
  if (typeof given !== 'object' || given === null || !('title' in given)) return null;
  const text = 'text' in given ? given.text : '';
  if (typeof given.title !== 'string' || typeof text !== 'string') return null;
  const id = slugOf(given.title);
  return id === '' ? null : { id, title: given.title, text };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** "Hello, World!" -> "hello-world", at most 80 characters. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
