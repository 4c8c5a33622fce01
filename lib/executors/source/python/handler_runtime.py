# The part of a platform that stands beside the user's handler, in Python; its twin is ../handler-runtime.mjs.
# Both wrappers, the one in the function sandbox and the one in the container image, ship this very file, so the
# same handler sees the same event and its answer means the same on both sides.
# Event and answer follow the AWS API Gateway HTTP API payload format 2.0, the context that of AWS Lambda.
# Nothing is imported that can wait: every module here is part of every cold start.
import json
import sys
import time

import user_code

# Largest answer in bytes of JSON, as AWS Lambda allows for a synchronous call.
MAX_RESPONSE_BYTES = 6 * 1024 * 1024
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
JSON_HEADERS = {"content-type": "application/json"}
TEXT_HEADERS = {"content-type": "text/plain; charset=utf-8"}
TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
HEX = frozenset(b"0123456789abcdefABCDEF")
# Of a body, in characters: with every one of them escaped in six bytes it is still small enough.
SURELY_FITS = 64 * 1024
TEXTUAL = frozenset(("json", "javascript", "xml", "x-www-form-urlencoded", "graphql"))
PLAIN_KEYS = frozenset(("statusCode", "headers", "body", "isBase64Encoded"))

# User code shares this process: what it may replace later is taken before it is loaded.
now = time.perf_counter
wall = time.time
to_json = user_code.encoder(separators=(",", ":"), allow_nan=False)
from_json = json.JSONDecoder().decode


def flush():
    """What the code printed is out before anybody hears of its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # The code has put something of its own there, or closed it.


class HandlerProblem(Exception):
    """What the user's code did wrong. `code`: init-error, handler-error or invalid-response."""

    def __init__(self, code, message, detail=""):
        super().__init__(message)
        self.code = code
        self.message = message
        self.detail = detail


# Of an error's text, in characters: more of it is longer than a frame may be.
MOST_ERROR_TEXT = 65_536


def described(error):
    """Message and stack of an exception, also of one whose text cannot be had. Our own frames are left out."""
    import traceback

    try:
        text = str(error)
        message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    except Exception:
        message = f"{type(error).__name__}, which cannot be shown"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith("/var/runtime/") and frame.filename != __file__]
    lines = traceback.format_list(own)
    if isinstance(error, SyntaxError):
        # Where in the file it is stands in its own lines.
        lines += traceback.format_exception_only(type(error), error)[:-1]
    text = "".join(lines).rstrip("\n")
    message = message[:MOST_ERROR_TEXT]
    detail = f"Traceback (most recent call last):\n{text}\n{message}" if text else message
    return message, detail[:MOST_ERROR_TEXT]


def unquoted(text):
    """Percent-decoding as in a form: what is no sequence stays as it is, bytes that are no UTF-8 become U+FFFD."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    decoded, *parts = text.encode("utf-8", "replace").split(b"%")
    for part in parts:
        pair = part[:2]
        is_pair = len(pair) == 2 and HEX.issuperset(pair)
        decoded += bytes((int(pair, 16),)) + part[2:] if is_pair else b"%" + part
    return decoded.decode("utf-8", "replace")


def query_of(raw):
    values = {}
    for pair in raw.split("&"):
        if not pair:
            continue
        name, _, value = pair.partition("=")
        name, value = unquoted(name), unquoted(value)
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def log_time(epoch):
    year, month, day, hour, minute, second = time.gmtime(epoch)[:6]
    return f"{day:02}/{MONTHS[month - 1]}/{year}:{hour:02}:{minute:02}:{second:02} +0000"


def request_context(request, raw_path, headers):
    epoch = wall()
    return {
        "accountId": "anonymous",
        "apiId": "crossover",
        "domainName": headers.get("host", "localhost"),
        "domainPrefix": "localhost",
        "http": {
            "method": request["method"],
            "path": raw_path,
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": request["requestId"],
        "routeKey": "$default",
        "stage": "$default",
        "time": log_time(epoch),
        "timeEpoch": int(epoch * 1000),
    }


def is_textual(headers):
    """Whether a gateway passes such a body on as text, if it is UTF-8."""
    kind, coding = headers.get("content-type"), headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        return False
    if kind is None or kind.lower().startswith("text/"):
        return True
    group, _, name = kind.lower().partition(";")[0].partition("/")
    return group == "application" and (name in TEXTUAL or name.endswith(("+json", "+xml")))


def put_body(event, body, is_base64):
    """A body is text, bytes, or base64 that says so; into the event goes text, and what is no text in base64."""
    if body is None:
        return
    content = body
    if isinstance(body, bytes):
        try:
            content = body.decode("utf-8")
        except UnicodeDecodeError:
            content = None
    if content is not None and not is_base64 and (not content or is_textual(event["headers"])):
        event["body"] = content
        return
    event["isBase64Encoded"] = True
    if is_base64:
        event["body"] = body
        return
    from binascii import b2a_base64

    given = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    event["body"] = b2a_base64(given, newline=False).decode()


def to_event(request):
    """The event of a request {requestId, method, path, headers, body, isBase64Encoded}; `path` includes the query."""
    raw_path, _, raw_query = request["path"].partition("?")
    headers = {}
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": raw_path,
        "rawQueryString": raw_query,
        "headers": headers,
    }
    for name, value in request["headers"].items():
        lower = name.lower()
        if lower == "cookie":
            event["cookies"] = [part.lstrip() for part in str(value).split(";")]
        else:
            headers[lower] = str(value)
    if raw_query:
        event["queryStringParameters"] = query_of(raw_query)
    event["requestContext"] = request_context(request, raw_path, headers)
    event["isBase64Encoded"] = False
    put_body(event, request["body"], request.get("isBase64Encoded") is True)
    return event


class Context:
    """The context of one call, as AWS Lambda gives it to Python; the time counts from now."""

    def __init__(self, request_id, function_name, memory_mib, timeout_ms):
        self._end = now() + timeout_ms / 1000
        self.aws_request_id = request_id
        self.function_name = function_name
        self.function_version = "$LATEST"
        self.memory_limit_in_mb = str(memory_mib)
        self.identity = None
        self.client_context = None

    def get_remaining_time_in_millis(self):
        return max(0, round((self._end - now()) * 1000))


def load_handler(directory, entry, name):
    """The function `name` of the module `entry` below `directory`. Raises HandlerProblem `init-error`."""
    user_code.prepare(directory)
    # `pkg/app.py` is the module pkg.app, as on AWS Lambda, so that its relative imports work.
    module_name = entry[: -len(".py")].replace("/", ".")
    try:
        __import__(module_name)
        module = sys.modules[module_name]
    except Exception as error:
        message, detail = described(error)
        raise HandlerProblem("init-error", f"The code could not be loaded: {message}", detail) from None
    handler = getattr(module, name, None)
    if callable(handler):
        return handler
    found = ", ".join(key for key, value in vars(module).items() if callable(value) and key[0] != "_") or "nothing"
    raise HandlerProblem("init-error", f'{entry} exports no function "{name}"; it exports {found}.')


def invalid(message):
    return HandlerProblem("invalid-response", message)


def as_json(value):
    try:
        text = to_json(value)
        size = len(text.encode("utf-8", "surrogatepass"))
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        raise invalid(f"The handler's answer cannot be written as JSON: {message}") from None
    if size > MAX_RESPONSE_BYTES:
        raise invalid(f"The handler's answer has {size} bytes; at most {MAX_RESPONSE_BYTES} can be sent.")
    return text


def status_of(value):
    status = value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        status = int(value[:4])
    if isinstance(value, float) and value.is_integer():
        status = int(value)
    if isinstance(status, int) and not isinstance(status, bool) and 200 <= status <= 599:
        return status
    raise invalid(f"The handler's statusCode is {to_json(value)}; it must be a whole number from 200 to 599.")


def text_of(value):
    return value if isinstance(value, str) else to_json(value)


def header_fits(name, text):
    if not name or not TOKEN.issuperset(name):
        return False
    return all(char == "\t" or " " <= char <= "~" or "\x80" <= char <= "\xff" for char in text)


def header_text(name, content):
    """Names and values that could break out of an HTTP header are refused, not repaired."""
    text = text_of(content)
    if header_fits(name, text):
        return text
    raise invalid(f"The handler's header {to_json(name)} cannot be sent.")


def answer_headers(value):
    headers = {}
    if value is not None:
        if not isinstance(value, dict):
            raise invalid("The handler's headers are not an object.")
        for name, content in value.items():
            headers[name.lower()] = header_text(name, content)
    return headers


# As many as the executor takes of one answer.
MOST_HEADERS = 200


def cookies_of(own, cookies):
    """Each is a header of its own: joined by commas no browser could tell them apart."""
    more = [header_text("set-cookie", cookie) for cookie in cookies] if isinstance(cookies, list) else []
    return more if own is None else [own, *more]


def body_of(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    kind = type(value).__name__
    raise invalid(f"The handler's body is a {kind}; with a statusCode it must be a string (use json.dumps).")


def is_short(value):
    return type(value) is str and len(value) <= SURELY_FITS


def is_simple(value):
    """The answer most handlers give: a number, texts, a small body. It needs no way through JSON to find out."""
    if type(value) is not dict or not PLAIN_KEYS.issuperset(value):
        return False
    if type(value.get("statusCode")) is not int or not is_short(value.get("body")):
        return False
    headers = value.get("headers", {})
    return type(headers) is dict and all(is_short(name) and is_short(text) for name, text in headers.items())


def explicit_response(plain):
    headers = answer_headers(plain.get("headers"))
    cookies = cookies_of(headers.pop("set-cookie", None), plain.get("cookies"))
    sent = headers if "content-type" in headers else {**TEXT_HEADERS, **headers}
    if max(len(sent), len(cookies)) > MOST_HEADERS:
        raise invalid(f"The handler's answer has more than {MOST_HEADERS} headers or cookies.")
    return (
        status_of(plain["statusCode"]),
        sent,
        body_of(plain.get("body")),
        plain.get("isBase64Encoded") is True,
        cookies,
    )


def to_response(value):
    """
    What an answer means as HTTP: with a `statusCode` it is taken as written, without one the value itself is the
    JSON body of a 200 (format 2.0 infers this). Gives (status, headers, body, is_base64, cookies).
    Raises HandlerProblem `invalid-response`.
    """
    if is_simple(value):
        return explicit_response(value)
    text = as_json(value)
    # What is sent is what its JSON says: tuples, numbers as keys and subclasses mean what they mean there.
    plain = from_json(text)
    if isinstance(plain, dict) and "statusCode" in plain:
        return explicit_response(plain)
    return 200, JSON_HEADERS, plain if isinstance(plain, str) else text, False, []


def invoke_handler(handler, request, context):
    """Calls the handler and gives its response. Raises HandlerProblem `handler-error` or `invalid-response`."""
    event = to_event(request)
    user_code.current.id = request["requestId"]
    try:
        value = handler(event, context)
    except Exception as error:
        message, detail = described(error)
        raise HandlerProblem("handler-error", f"The handler failed: {message}", detail) from None
    return to_response(value)
