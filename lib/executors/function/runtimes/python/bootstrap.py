# The runtime `python`: loads the handler, then asks for events and answers them, one at a time.
import http.client
import importlib
import json
import os
import socket
import sys
import time
import traceback

# Alone under /var/runtime, and gone from the modules again: modules of the user may have the same names.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import user_code  # noqa: E402

del sys.path[0], sys.modules["user_code"]

SOCKET = os.environ.pop("RUNTIME_API_SOCKET")
BASE = "/2018-06-01/runtime"


# What the user's code may replace later is taken before it is loaded.
to_json, from_json = user_code.encoder(), json.loads


class UnixConnection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(SOCKET)


class Client:
    """The Runtime API over one connection that stays open."""

    def __init__(self):
        self.connection = UnixConnection("localhost")

    def request(self, method, path, body=None, headers=None):
        self.connection.request(method, BASE + path, body, headers or {})
        answer = self.connection.getresponse()
        return answer.headers, answer.read()

    def next(self):
        return self.request("GET", "/invocation/next")

    def respond(self, request_id, body):
        self.request("POST", f"/invocation/{request_id}/response", body, {"content-type": "application/json"})

    def fail(self, path, error):
        headers = {"content-type": "application/json", "lambda-runtime-function-error-type": error["errorType"]}
        self.request("POST", path, to_json(error).encode("utf-8", "replace"), headers)


class ClientContext:
    def __init__(self, fields):
        self.custom = fields.get("custom")
        self.env = fields.get("env")
        self.client = fields.get("client")


class Context:
    def __init__(self, headers):
        env = os.environ
        self._deadline = int(headers["lambda-runtime-deadline-ms"])
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        client = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(client)) if client else None

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


def described(error, request_id="", kind=None, message=None):
    frames = traceback.extract_tb(error.__traceback__)
    # Our own frames are not the user's concern.
    own = [frame for frame in frames if frame.filename != __file__]
    return {
        "errorMessage": str(error) if message is None else message,
        "errorType": kind or type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


class Fault(Exception):
    """What the platform has a name of its own for."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def load(handler):
    """The handler. Raises Fault, or whatever the user's module raises as it is loaded."""
    module_name, _, function_name = handler.rpartition(".")
    user_code.prepare(os.environ["LAMBDA_TASK_ROOT"])
    if module_name in sys.builtin_module_names:
        message = f"Cannot use built-in module {module_name} as a handler module"
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise Fault("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", message) from error
    if not hasattr(module, function_name):
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", message)
    return getattr(module, function_name)


def serve(client, handler, headers, body):
    request_id = headers["lambda-runtime-aws-request-id"]
    failed = f"/invocation/{request_id}/error"
    user_code.current.id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
    try:
        value = handler(from_json(body or b"null"), Context(headers))
    except Exception as error:
        print(f"[ERROR] {type(error).__name__}: {error}\n{traceback.format_exc()}", file=sys.stderr)
        return client.fail(failed, described(error, request_id))
    try:
        answer = to_json(value).encode()
    except Exception as error:
        return client.fail(failed, described(error, request_id, "Runtime.MarshalError"))
    client.respond(request_id, answer)


def main():
    # The other wrapper's channel, and nothing else, is open besides the three streams.
    os.closerange(3, 64)
    # A line is out as soon as it is whole: the process may be ended at any time.
    sys.stdout.reconfigure(line_buffering=True)
    client = Client()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        kind = error.kind if isinstance(error, Fault) else None
        print(f"[ERROR] {kind or type(error).__name__}: {error}", file=sys.stderr, flush=True)
        client.fail("/init/error", described(error.__cause__ or error, kind=kind, message=str(error)))
        sys.exit(1)
    while True:
        headers, body = client.next()
        serve(client, handler, headers, body)
        sys.stdout.flush()
        sys.stderr.flush()


main()
