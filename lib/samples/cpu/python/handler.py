import json
from hashlib import sha256

ROUNDS = 50_000


def handler(event, context):
    """Hashes a text over and over, as signing or checking a chain of blocks does: nothing but CPU."""
    digest = event.get("queryStringParameters", {}).get("text", "crossover")
    for _ in range(ROUNDS):
        digest = sha256(digest.encode()).hexdigest()
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"rounds": ROUNDS, "digest": digest}, separators=(",", ":")),
    }
