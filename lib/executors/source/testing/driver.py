# For the tests: makes events and responses as the wrappers do. Reads {requests, values} from standard input, values
# as Python source; writes {events, responses}.
import json
import sys

import handler_runtime as runtime


def response(source):
    try:
        status, headers, body, is_base64, cookies = runtime.to_response(eval(source))
        return {"status": status, "headers": headers, "body": body, "isBase64Encoded": is_base64, **({"cookies": cookies} if cookies else {})}
    except runtime.HandlerProblem as problem:
        return {"code": problem.code, "message": problem.message}


given = json.load(sys.stdin)
made = {
    "events": [runtime.to_event(request) for request in given["requests"]],
    "responses": [response(source) for source in given["values"]],
}
sys.stdout.write(json.dumps(made))
