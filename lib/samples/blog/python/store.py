"""The posts in the key-value store behind STORE_SOCKET: outside of every environment and replica."""

import json
import os
import socket
from http.client import BadStatusLine, HTTPConnection
from urllib.parse import quote

PREFIX = "post/"


class UnixConnection(HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self.path)


class Store:
    """Keeps its connections open; several threads may use it at once."""

    def __init__(self, path=None):
        self.path = path or os.environ.get("STORE_SOCKET", "")
        self.idle = []

    def list(self, limit):
        items = expecting(self.send("GET", f"/items?prefix={PREFIX}&limit={limit}"))["items"]
        return [item["value"] for item in items]

    def get(self, post_id):
        reply = self.send("GET", item(post_id))
        return None if reply[0] == 404 else expecting(reply)

    def put(self, post):
        expecting(self.send("PUT", item(post["id"]), post))

    def remove(self, post_id):
        reply = self.send("DELETE", item(post_id))
        if reply[0] != 404:
            expecting(reply)
        return reply[0] != 404

    def send(self, method, path, value=None):
        """Status and text of the answer."""
        body = None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        while self.idle:
            try:
                return self.exchange(self.idle.pop(), method, path, body)
            except (BadStatusLine, ConnectionError):
                # A kept connection may have been closed while nobody looked; every request here may be repeated.
                continue
            except IndexError:
                break  # Another thread was faster.
        return self.exchange(UnixConnection(self.path), method, path, body)

    def exchange(self, connection, method, path, body):
        connection.request(method, path, body)
        answer = connection.getresponse()
        reply = answer.status, answer.read().decode()
        self.idle.append(connection)
        return reply


def item(post_id):
    return "/items/" + quote(PREFIX + post_id, safe="!*'()")


def expecting(reply):
    status, body = reply
    if status >= 300:
        raise RuntimeError(f"The store answered {status}: {body}")
    return json.loads(body or "null")
