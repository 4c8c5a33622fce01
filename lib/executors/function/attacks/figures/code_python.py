# code-node.mjs in Python: replaces what a program beside it could use to measure or to speak, before its first
# request, and then does what the path says. Its own work is measured by clocks that it keeps.
import builtins
import http.client
import json
import os
import re
import socket
import sys
import time

spent, clock = time.thread_time, time.perf_counter
write, listdir, dumps = os.write, os.listdir, json.dumps
Socket, socket_send = socket.socket, socket.socket.sendall
WORK = float(os.environ.get("WORK_MS", "20")) / 1000
HELD = int(os.environ.get("HELD_MIB", "96")) << 20


def work():
    """Until so much CPU time is used and so much time has passed."""
    used, began = spent(), clock()
    while spent() - used < WORK or clock() - began < WORK:
        pass


def frame_of(message):
    text = dumps(message).encode()
    return len(text).to_bytes(4, "big") + text


REPORT = (
    "END RequestId: 1\nREPORT RequestId: 1\tDuration: 0.01 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB"
    "\tMax Memory Used: 1 MB\t\n"
)
HEADERS = {
    "x-crossover-handler-ms": "0.001",
    "x-crossover-printed": "0",
    "x-crossover-ends": "0",
    "lambda-runtime-duration-ms": "0",
    "x-amzn-billed-duration": "1",
}
HTTP = b"HTTP/1.1 200 OK\r\nx-crossover-handler-ms: 0.001\r\ncontent-length: 6\r\n\r\nforged"
REPLY = {"type": "reply", "id": "1", "handlerMs": 0, "status": 200, "headers": {}, "body": "forged"}


def forged(value):
    if isinstance(value, dict) and "handlerMs" in value:
        return {**value, "handlerMs": 0}
    if isinstance(value, bytes):
        return re.sub(rb"x-crossover-handler-ms: [\d.]+", b"x-crossover-handler-ms: 0.001", value)
    return value


def replace(owner, *names):
    """Every one of these does what it did, with other values."""
    for name in names:
        before = getattr(owner, name, None)
        if before is None:
            continue
        try:
            setattr(owner, name, (lambda f: lambda *args, **more: f(*map(forged, args), **more))(before))
        except (AttributeError, TypeError):
            pass  # Python does not let it.


def replace_all():
    replace(json, "dumps", "loads")
    replace(json.JSONEncoder, "encode", "iterencode")
    replace(os, "write", "read", "writev", "_exit")
    replace(socket.socket, "sendall", "send", "recv")
    replace(http.client.HTTPConnection, "request", "send", "putheader")
    replace(builtins, "len", "print", "round", "repr")
    for name in ("perf_counter", "time", "monotonic", "process_time", "thread_time"):
        setattr(time, name, lambda: 0.0)
    # The program beside it keeps its clocks and its writers in modules that anybody can walk to.
    for name in ("handler_runtime", "__main__", "user_code"):
        module = sys.modules.get(name)
        for clock_name in ("now", "wall"):
            if module is not None and hasattr(module, clock_name):
                setattr(module, clock_name, lambda: 0.0)


replace_all()


def every_descriptor():
    for name in listdir("/proc/self/fd"):
        for piece in (frame_of(REPLY), HTTP, REPORT.encode()):
            try:
                os.set_blocking(int(name), False)
                write(int(name), piece)
            except OSError:
                pass  # It is not open for that.


def answer_itself(request_id):
    """The answer to its own request by the socket of the Runtime API, where there is one."""
    body = b'"forged"'
    head = f"POST /2018-06-01/runtime/invocation/{request_id}/response HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n"
    try:
        with Socket(socket.AF_UNIX) as connection:
            connection.connect("/run/services/runtime-api.sock")
            socket_send(connection, head.encode() + body)
            connection.recv(1_000)
    except OSError:
        pass  # There is none on this way.


def answer_twice(request_id):
    answer_itself(request_id)
    for name in listdir("/proc/self/fd"):
        # The connections of a server are sockets above the three streams; of a sandbox it is the channel.
        if int(name) > 2:
            try:
                if os.readlink(f"/proc/self/fd/{name}").startswith("socket:"):
                    write(int(name), frame_of(REPLY) if int(name) == 3 else HTTP)
            except OSError:
                pass


def hold_memory():
    held = bytearray(b"\x01") * HELD
    del held
    try:
        # Sets the peak of this process back to what it holds now (proc(5), clear_refs).
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass  # It is read-only here.


def report():
    print(REPORT)
    print(REPORT, file=sys.stderr)


def handler(event, context):
    path = event["rawPath"]
    if path == "/descriptors":
        every_descriptor()
    if path == "/report":
        report()
    if path == "/memory":
        hold_memory()
    if path == "/twice":
        answer_twice(context.aws_request_id)
    work()
    return {"statusCode": 200, "headers": HEADERS if path == "/headers" else {}, "body": "done"}
