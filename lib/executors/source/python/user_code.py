# How a user's Python code meets its runtime, alike in every way it is run: which modules win, how the root logger is
# set up, how answers are written as JSON. As AWS Lambda's runtime interface client for Python does it.
# Nothing is imported that can wait: every module here is part of every cold start.
import _thread
import json
import os
import sys
import time

# Of the library, loaded by AWS's client before the user's code and so not to be replaced by a file of the user's.
RUNTIME_MODULES = frozenset(
    "_weakrefset abc codecs collections contextlib copyreg decimal encodings enum functools genericpath importlib io"
    " itertools json keyword linecache logging math numbers operator os posixpath re reprlib site stat string struct"
    " sys textwrap threading time token tokenize traceback types warnings weakref".split()
)


class Request(_thread._local):
    """The request that this thread serves."""

    id = ""


current = Request()


def prepare(directory):
    """Makes the modules below `directory` importable. Call before any of them is loaded."""
    for name in sorted({entry.removesuffix(".py") for entry in os.listdir(directory)}):
        if name in sys.builtin_module_names:
            continue
        if name not in RUNTIME_MODULES:
            forget(name)
        elif name not in sys.modules:
            __import__(name)
    own = [path for path in os.environ.get("PYTHONPATH", "").split(":") if path]
    sys.path[:0] = [directory, *own]
    if "logging" in sys.modules:
        set_up_logging(sys.modules["logging"])
    else:
        sys.meta_path.insert(0, LoggingFinder())


def forget(name):
    """A module that only our wrapper has loaded; it keeps what it holds of it."""
    for loaded in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
        del sys.modules[loaded]


class LoggingFinder:
    """Sets the root logger up when `logging` is loaded, for code that does not log should not wait for it."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        specs = (finder.find_spec(name, path, target) for finder in list(sys.meta_path))
        spec = next((spec for spec in specs if spec is not None), None)
        if spec is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                set_up_logging(module)

            spec.loader.exec_module = exec_module
        return spec


def set_up_logging(logging):
    """A handler at the root logger, whose level stays as it is: what the code lets through is printed."""

    class Printing(logging.Handler):
        def emit(self, record):
            try:
                sys.stdout.write(self.format(record))
            except Exception:
                self.handleError(record)

    def add_request(record):
        record.aws_request_id = current.id
        return True

    logging.Formatter.converter = time.gmtime
    handler = Printing()
    line = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
    handler.setFormatter(logging.Formatter(line, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(add_request)
    logging.getLogger().addHandler(handler)


# Before the digits of a Decimal, until the text is written; no text of the user's has it by chance.
NUMBER = f"decimal-{os.urandom(12).hex()}:"


def as_number(value):
    """A Decimal is written with its own digits; nobody has one who has not loaded its module."""
    decimal = sys.modules.get("decimal")
    if decimal is None or not isinstance(value, decimal.Decimal):
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    return NUMBER + str(value) if value.is_finite() else float(value)


def encoder(**how):
    """A function from values to JSON text; `how` as for json.JSONEncoder."""
    encode = json.JSONEncoder(ensure_ascii=False, default=as_number, **how).encode

    def to_json(value):
        text = encode(value)
        if NUMBER not in text:
            return text
        first, *numbers = text.split(f'"{NUMBER}')
        return first + "".join(digits + rest for digits, _, rest in (one.partition('"') for one in numbers))

    return to_json
