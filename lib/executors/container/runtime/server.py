# The program of every container image of Python code: server.cjs in Python, with the same variables, paths and
# headers (they are described there). Standard library only, a thread for each connection, as Python's servers have.
# It reads HTTP itself: importing http.server takes 20 ms of every start, more than the rest of this program.
import _thread
import io
import os
import select
import signal
import socket
import sys
import threading
import time

# Outside of an image the shared part lies elsewhere.
own = [os.path.dirname(os.path.abspath(__file__)), os.environ.get("CROSSOVER_RUNTIME_DIRECTORY")]
# An empty path would be the working directory, with the user's modules.
sys.path[:0] = directories = [path for path in own if path]
import handler_runtime as runtime  # noqa: E402
from http_wire import Answer, BadRequest, Reader, TooLarge, read_body, read_head, sent_headers  # noqa: E402

# Modules of the user may have the same names.
del sys.path[: len(directories)]
for module in ("handler_runtime", "http_wire", "user_code"):
    del sys.modules[module]

env = dict(os.environ)
# The code finds what it finds in a function.
for variable in env:
    if variable.startswith("CROSSOVER_"):
        del os.environ[variable]
TEXT_LIMIT = 16_384
DRAIN_SECONDS = 2
# A signal that comes between the interpreter's last look and a wait is seen after the wait only: none may be for ever.
LOOK_SECONDS = 0.2
# Of one replica, requests that arrive and requests that are served; the executor sends 200 at most.
CONNECTIONS = 230
STACK_BYTES = 2 * 1024 * 1024
now, to_json, flush, leave = runtime.now, runtime.to_json, runtime.flush, os._exit


class Counted(io.FileIO):
    """Counts bytes printed: lets the reader of our output know when it has seen all that belongs to an answer."""

    total = 0

    def write(self, data):
        written = super().write(data)
        Counted.total += written or 0
        return written


def counting(descriptor):
    raw = Counted(descriptor, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=True)


def end(code):
    """As sys.exit would, from any thread and whatever threads the code has started."""
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
    flush()
    leave(0 if code is None else code & 0xFF if isinstance(code, int) else 1)


class Code:
    """The user's code: loaded once, in the main thread, where signals and event loops work as they are used to."""

    wanted = threading.Event()
    loaded = threading.Event()
    handler = None
    problem = None

    @classmethod
    def load(cls):
        try:
            task = env.get("CROSSOVER_TASK", "/var/task")
            entry, name = env.get("CROSSOVER_ENTRY", ""), env.get("CROSSOVER_HANDLER", "")
            cls.handler = runtime.load_handler(task, entry, name)
        except runtime.HandlerProblem as problem:
            cls.problem = problem
        flush()
        cls.loaded.set()


class Flight:
    """Requests being served; a server that stops waits for them."""

    lock = threading.Condition()
    count = 0
    served = 0
    stopping = False

    @classmethod
    def begin(cls):
        with cls.lock:
            cls.count += 1

    @classmethod
    def over(cls):
        with cls.lock:
            cls.count -= 1
            cls.lock.notify_all()


def refusal(status, problem, own=()):
    said = {"code": problem.code, "message": problem.message[:TEXT_LIMIT], "detail": problem.detail[:TEXT_LIMIT]}
    body = to_json(said).encode("utf-8", "replace")
    return Answer(status, runtime.JSON_HEADERS, body, {**dict(own), "x-crossover-outcome": problem.code})


def ready(path):
    query = runtime.query_of(path.partition("?")[2])
    Code.wanted.set()
    try:
        wait = min(float(query.get("wait", 0)), 60_000) / 1000
    except ValueError:
        wait = 0
    # At least a moment, so that code which loads at once is not said to be loading.
    Code.loaded.wait(max(wait, 0.001))
    if Code.problem:
        return refusal(500, Code.problem)
    return Answer(200, {}, b"ready") if Code.loaded.is_set() else Answer(503, {}, b"starting")


def answer_of(response, own):
    status, headers, body, is_base64, cookies = response
    if not is_base64:
        return Answer(status, headers, body.encode("utf-8", "replace"), own, cookies)
    import base64

    content = base64.b64decode(body, validate=False)
    return Answer(status, headers, content, {**own, "x-crossover-base64": "1"}, cookies)


def call(method, path, headers, body):
    Code.wanted.set()
    Code.loaded.wait()
    if Code.problem:
        return refusal(500, Code.problem)
    Flight.served += 1
    request_id = headers.get("x-crossover-request-id", f"request-{Flight.served}")
    request = {"requestId": request_id, "method": method, "path": path, "headers": sent_headers(headers), "body": body}
    memory, timeout = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "0"), float(env.get("CROSSOVER_TIMEOUT_MS", "30000"))
    context = runtime.Context(request_id, env.get("AWS_LAMBDA_FUNCTION_NAME", "handler"), memory, timeout)
    started = now()

    def spent():
        return {"x-crossover-handler-ms": f"{(now() - started) * 1000:.3f}"} if is_measured(headers) else {}

    try:
        response = runtime.invoke_handler(Code.handler, request, context)
        return answer_of(response, spent())
    except runtime.HandlerProblem as problem:
        return refusal(502 if problem.code == "invalid-response" else 500, problem, spent())


def is_measured(headers):
    return "x-crossover-request-id" in headers


def say(reader, answer, method, keep, headers):
    flush()
    if is_measured(headers):
        answer.own["x-crossover-printed"] = Counted.total
    reader.connection.sendall(answer.bytes(method, keep))


def exchange(reader):
    """One request and its answer; true while the connection is kept."""
    method, path, headers, keep = read_head(reader)
    Flight.begin()
    try:
        try:
            body = read_body(reader, headers)
        except TooLarge:
            problem = runtime.HandlerProblem("invalid-request", "The body is too large.")
            say(reader, refusal(413, problem), method, False, headers)
            return drop(reader)
        answer = ready(path) if path.startswith("/.crossover/ready") else call(method, path, headers, body)
        keep = keep and not Flight.stopping
        say(reader, answer, method, keep, headers)
        return keep
    finally:
        Flight.over()


def drop(reader):
    """What is still being sent is read for a moment, or the answer would be lost in a reset."""
    reader.connection.shutdown(socket.SHUT_WR)
    reader.connection.settimeout(1)
    while reader.connection.recv(65_536):
        pass
    return False


def serve(connection, places):
    try:
        reader = Reader(connection)
        while exchange(reader):
            pass
    except BadRequest:
        # Whoever it is, it does not speak HTTP.
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
    except SystemExit as wish:
        end(wish.code)
    except OSError:
        pass  # A request that broke off is the sender's matter.
    finally:
        connection.close()
        places.release()


def attended(connection, places):
    # Where memory is limited by what a process reserves, 200 stacks of the usual 8 MiB would be beyond any limit.
    usual = threading.stack_size(STACK_BYTES)
    try:
        threading.Thread(target=serve, args=(connection, places), daemon=True).start()
    except RuntimeError:
        # The container may start no more threads; the code has taken them all.
        connection.close()
        places.release()
    finally:
        threading.stack_size(usual)


def on_port(port):
    try:
        return socket.create_server(("", port), family=socket.AF_INET6, backlog=511, dualstack_ipv6=True)
    except (OSError, ValueError):
        return socket.create_server(("", port), backlog=511)


def listen():
    path = env.get("CROSSOVER_LISTEN")
    if not path:
        return on_port(int(env.get("PORT", "8080")))
    listener = socket.socket(socket.AF_UNIX)
    # Open to everybody once it listens and not before: whoever waits for that closes the directory then, and connects.
    before = os.umask(0o777)
    listener.bind(path)
    os.umask(before)
    listener.listen(511)
    os.chmod(path, 0o666)
    return listener


def accept(listener):
    places = threading.Semaphore(CONNECTIONS)
    while True:
        places.acquire()
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        if connection.family != socket.AF_UNIX:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        attended(connection, places)


def stop(listener):
    """PID 1 gets no default action for signals: without this a container would only end by SIGKILL."""
    Flight.stopping = True
    listener.shutdown(socket.SHUT_RDWR)
    with Flight.lock:
        Flight.lock.wait_for(lambda: Flight.count == 0, DRAIN_SECONDS)
    flush()
    leave(0)


def watch_stdin():
    """Never outlives its owner, however that ends."""
    poll = select.poll()
    poll.register(0, select.POLLIN | select.POLLHUP)
    while True:
        poll.poll()
        try:
            if not os.read(0, 4_096):
                leave(0)
        except OSError:
            leave(0)


def main():
    sys.stdout, sys.stderr = counting(1), counting(2)
    listener = listen()
    thread = threading.Thread(target=accept, args=(listener,), daemon=True)
    for name in (signal.SIGTERM, signal.SIGINT):
        # In a thread of its own: the main one may be in the middle of the user's code. It may even be starting a thread,
        # with a lock held that threading.Thread would wait for.
        signal.signal(name, lambda *_: _thread.start_new_thread(stop, (listener,)))
    thread.start()
    if env.get("CROSSOVER_WATCH_STDIN") == "1":
        threading.Thread(target=watch_stdin, daemon=True).start()
    if env.get("CROSSOVER_LISTEN"):
        # Under an executor, which closes the socket's directory first.
        while not Code.wanted.wait(LOOK_SECONDS):
            pass
    try:
        Code.load()
    except SystemExit as wish:
        end(wish.code)
    while True:
        time.sleep(LOOK_SECONDS)


main()
