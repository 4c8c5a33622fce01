import json

from .blog import answer
from .store import Store

# Opened once for each environment or replica and kept: a connection is dearer than a request.
store = Store()


def handler(event, context):
    """The whole of what binds the blog to a platform: event in, answer out."""
    method = event["requestContext"]["http"]["method"]
    status, value = answer(method, event["rawPath"], event.get("body", ""), store)
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    }
