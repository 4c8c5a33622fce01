# Runs inside the sandbox, beside the user's handler: bootstrap.cjs in Python, over the same frames on descriptor 3.
# Between two invocations it waits in a blocking read; whatever threads the code has started stand still meanwhile,
# for the executor freezes the whole environment.
import os
import sys

# Alone under /var/runtime, and gone from the modules again: modules of the user may have the same names.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import handler_runtime as runtime  # noqa: E402

del sys.path[0], sys.modules["handler_runtime"], sys.modules["user_code"]

CHANNEL = 3
HEADER_BYTES = 4
read, write, end = os.read, os.write, os._exit
now, from_json = runtime.now, runtime.from_json
# What the handler printed must be out before the process freezes, or it would show in the next invocation.
flush = runtime.flush
pending = bytearray()


def close_inherited():
    """Whatever the machine's processes left open on the way here."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > CHANNEL:
            try:
                os.close(int(name))
            except OSError:
                pass  # It was the descriptor of the listing itself.
    # The programs that the code starts have no use for the channel.
    os.set_inheritable(CHANNEL, False)


def fill_to(count):
    """The executor is gone when the channel ends; so is every reason to live."""
    while len(pending) < count:
        piece = read(CHANNEL, 65_536)
        if not piece:
            end(0)
        pending.extend(piece)


def receive():
    fill_to(HEADER_BYTES)
    until = HEADER_BYTES + int.from_bytes(pending[:HEADER_BYTES], "big")
    fill_to(until)
    text = pending[HEADER_BYTES:until].decode()
    del pending[:until]
    return from_json(text)


def send(message):
    # Half a surrogate is no UTF-8: the reader makes of it what it makes of any bytes that are none.
    text = runtime.to_json(message).encode("utf-8", "surrogatepass")
    frame = memoryview(len(text).to_bytes(HEADER_BYTES, "big") + text)
    while frame:
        frame = frame[write(CHANNEL, frame) :]


def failure_of(problem):
    limit = 16_384
    return {"code": problem.code, "message": problem.message[:limit], "detail": problem.detail[:limit]}


def serve(handler, init, message):
    request = message["request"]
    context = runtime.Context(request["requestId"], init["functionName"], init["memoryMiB"], message["timeoutMs"])
    start = now()
    try:
        status, headers, body, is_base64, cookies = runtime.invoke_handler(handler, request, context)
        answer = {"type": "reply", "status": status, "headers": headers, "body": body, "isBase64Encoded": is_base64}
        if cookies:
            answer["cookies"] = cookies
    except runtime.HandlerProblem as problem:
        answer = {"type": "failure", **failure_of(problem)}
    answer["id"] = message["id"]
    answer["handlerMs"] = (now() - start) * 1000
    return answer


def run():
    close_inherited()
    # A line is out as soon as it is whole: the process may be ended at any time.
    sys.stdout.reconfigure(line_buffering=True)
    send({"type": "started"})
    init = receive()
    try:
        handler = runtime.load_handler(init["dir"], init["entry"], init["handler"])
    except runtime.HandlerProblem as problem:
        flush()
        send({"type": "init-error", **failure_of(problem)})
        return
    send({"type": "ready"})
    while True:
        answer = serve(handler, init, receive())
        flush()
        send(answer)


def main():
    """A `sys.exit` of the user's ends the process at once, whatever threads it has started."""
    try:
        run()
    except SystemExit as wish:
        if wish.code is not None and not isinstance(wish.code, int):
            print(wish.code, file=sys.stderr)
        flush()
        end(0 if wish.code is None else wish.code & 0xFF if isinstance(wish.code, int) else 1)


main()
