# HTTP/1.1 as the wrapper of a container speaks it: requests are read from a connection, answers become bytes.
# Strict, for it faces whatever the balancer passes on: what is not clearly framed ends its connection.
import handler_runtime as runtime

BODY_LIMIT = 6 * 1024 * 1024
HEAD_LIMIT = 65_536
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class BadRequest(Exception):
    """What cannot be read as a request; its connection ends."""


class TooLarge(Exception):
    """A body beyond the limit."""


class Reader:
    """Bytes of one connection, by lines and by counts."""

    def __init__(self, connection):
        self.connection = connection
        self.buffer = bytearray()

    def more(self):
        piece = self.connection.recv(65_536)
        if not piece:
            raise ConnectionError
        self.buffer += piece

    def until(self, mark, limit):
        start = 0
        while (at := self.buffer.find(mark, start)) < 0:
            if len(self.buffer) > limit:
                raise BadRequest
            start = max(0, len(self.buffer) - len(mark) + 1)
            self.more()
        return self.take(at, len(mark))

    def take(self, count, skip=0):
        while len(self.buffer) < count + skip:
            self.more()
        taken = bytes(self.buffer[:count])
        del self.buffer[: count + skip]
        return taken


# Said once, whatever is sent twice; what else comes twice is one list, as in Node.
SINGLE = frozenset(("authorization", "content-length", "content-type", "from", "host", "referer", "user-agent"))


def headers_of(lines):
    headers = {}
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon or not runtime.header_fits(name, ""):
            raise BadRequest
        name, value = name.lower(), value.strip(" \t")
        if name not in headers:
            headers[name] = value
        elif name not in SINGLE:
            headers[name] += f"{'; ' if name == 'cookie' else ', '}{value}"
        elif name == "content-length" and headers[name] != value:
            raise BadRequest
    return headers


def read_head(reader):
    """Method, path and headers of the next request; the connection rests here between two."""
    head = reader.until(b"\r\n\r\n", HEAD_LIMIT).lstrip(b"\r\n")
    first, *lines = head.split(b"\r\n")
    parts = first.decode("latin-1").split(" ")
    if len(parts) != 3 or parts[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise BadRequest
    headers = headers_of(lines)
    closing = headers.get("connection", "").lower()
    keep = closing != "close" if parts[2] == "HTTP/1.1" else closing == "keep-alive"
    return parts[0], parts[1], headers, keep


def read_chunks(reader):
    body = bytearray()
    while True:
        size = reader.until(b"\r\n", 1_024).split(b";")[0].strip()
        if not size or not runtime.HEX.issuperset(size) or len(size) > 8:
            raise BadRequest
        if size.strip(b"0") == b"":
            while reader.until(b"\r\n", HEAD_LIMIT):
                pass
            return bytes(body)
        if len(body) + int(size, 16) > BODY_LIMIT:
            raise TooLarge
        body += reader.take(int(size, 16))
        if reader.take(2) != b"\r\n":
            raise BadRequest


def read_body(reader, headers):
    """None when there is none."""
    length, coding = headers.get("content-length"), headers.get("transfer-encoding")
    if length is None and coding is None:
        return None
    if headers.get("expect", "").lower() == "100-continue":
        reader.connection.sendall(CONTINUE)
    if coding is not None:
        if length is not None or coding.lower() != "chunked":
            raise BadRequest
        return read_chunks(reader)
    if not length.isascii() or not length.isdigit():
        raise BadRequest
    if len(length) > 12 or int(length) > BODY_LIMIT:
        raise TooLarge
    return reader.take(int(length))


FRAMING = frozenset(("connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "trailer"))


def is_reserved(name):
    """Our own headers and those that frame the message: the server alone decides them."""
    return name.startswith("x-crossover-") or name in FRAMING


def sent_headers(given):
    """What the sender wrote: without our own headers and those of this connection."""
    internal = given.get("host") == "crossover.internal"
    return {
        name: value
        for name, value in given.items()
        if not is_reserved(name) and not (internal and name == "host")
    }


class Answer:
    """Status, headers and body; `own` comes last: what the handler calls x-crossover-… cannot stand in for it."""

    def __init__(self, status, headers, body, own=(), cookies=()):
        self.status, self.headers, self.body, self.own, self.cookies = status, headers, body, dict(own), cookies

    def bytes(self, method, keep):
        own = {**self.own, "connection": "keep-alive" if keep else "close"}
        # These have no body, and none may be announced (RFC 9110, 6.4.1 and 8.6).
        empty = self.status in (204, 304)
        if not empty:
            own["content-length"] = len(self.body)
        lines = [f"HTTP/1.1 {self.status} {'OK' if self.status == 200 else ''}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items() if not is_reserved(name)]
        lines += [f"set-cookie: {value}" for value in self.cookies]
        lines += [f"{name}: {value}" for name, value in own.items()]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        return head if empty or method == "HEAD" else head + self.body
