"""A blog: list, create, read, delete. It knows neither a cloud nor HTTP libraries, only a store of posts."""

import json
import re

SHOWN = 20


def problem(status, error):
    return status, {"error": error}


def answer(method, path, body, store):
    """Status and value of the answer to one request; the value is sent as JSON, None for an empty answer."""
    collection, post_id, rest = [*path.split("/")[1:], None, None][:3]
    if collection != "posts" or rest is not None:
        return problem(404, "There are /posts and /posts/:id.")
    if not post_id:
        return answer_all(method, body, store)
    return answer_one(method, post_id, store)


def answer_all(method, body, store):
    if method == "GET":
        posts = store.list(SHOWN)
        return 200, [{"id": post["id"], "title": post["title"]} for post in posts]
    if method != "POST":
        return problem(405, "Use GET or POST.")
    post = parse_post(body)
    if post is None:
        return problem(400, "A post is JSON with a title and a text.")
    store.put(post)
    return 201, post


def answer_one(method, post_id, store):
    if method == "GET":
        post = store.get(post_id)
        return problem(404, "No such post.") if post is None else (200, post)
    if method != "DELETE":
        return problem(405, "Use GET or DELETE.")
    return (204, None) if store.remove(post_id) else problem(404, "No such post.")


def parse_post(body):
    try:
        given = json.loads(body)
    except ValueError:
        return None
    if not isinstance(given, dict) or "title" not in given:
        return None
    title, text = given["title"], given.get("text", "")
    if not isinstance(title, str) or not isinstance(text, str):
        return None
    post_id = slug_of(title)
    return {"id": post_id, "title": title, "text": text} if post_id else None


def slug_of(title):
    """"Hello, World!" -> "hello-world", at most 80 characters."""
    dashed = re.sub(r"[^a-z0-9]+", "-", title.lower())
    return re.sub(r"^-|-$", "", dashed)[:80]
