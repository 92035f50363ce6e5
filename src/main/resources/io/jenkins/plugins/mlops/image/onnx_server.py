"""Serves one ONNX model over HTTP: python3 onnx_server.py MODEL PORT

GET /health answers 200 once the model is loaded. POST /predict takes {"inputs": {"name": nested lists, ...}} and answers
{"outputs": {"name": nested lists, ...}}. Needs onnxruntime, and numpy, which comes with it.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
import onnxruntime

MAX_BODY = 64 * 1024 * 1024
TYPES = {
    "tensor(float16)": numpy.float16,
    "tensor(float)": numpy.float32,
    "tensor(double)": numpy.float64,
    "tensor(int32)": numpy.int32,
    "tensor(int64)": numpy.int64,
    "tensor(uint8)": numpy.uint8,
    "tensor(bool)": numpy.bool_,
    "tensor(string)": numpy.object_,
}


class BadRequest(Exception):
    """The message is the answer."""


def plain(value):
    """Lists of what JSON has; a classifier's probabilities come as a list of maps."""
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def predict(session, request):
    given = request.get("inputs") if isinstance(request, dict) else None
    expected = {tensor.name: tensor for tensor in session.get_inputs()}
    if not isinstance(given, dict) or set(given) != set(expected):
        raise BadRequest(f'send {{"inputs": {{...}}}} with {", ".join(sorted(expected))}')
    try:
        feed = {name: numpy.asarray(value, dtype=TYPES[expected[name].type]) for name, value in given.items()}
    except (TypeError, ValueError) as problem:
        raise BadRequest(f"the inputs are no tensors: {problem}") from problem
    names = [tensor.name for tensor in session.get_outputs()]
    try:
        return {"outputs": dict(zip(names, map(plain, session.run(names, feed))))}
    except Exception as problem:  # onnxruntime's own classes depend on its version
        raise BadRequest(f"the model refused the inputs: {problem}") from problem


class Handler(BaseHTTPRequestHandler):
    session = None

    def do_GET(self):
        self.answer(*((200, {"status": "ok"}) if self.path == "/health" else (404, {"error": "GET /health or POST /predict"})))

    def do_POST(self):
        if self.path != "/predict":
            self.answer(404, {"error": "GET /health or POST /predict"})
            return
        try:
            length = int(self.headers.get("Content-Length", "0"))
            if not 0 < length <= MAX_BODY:
                raise BadRequest(f"send a body of up to {MAX_BODY} bytes with its Content-Length")
            self.answer(200, predict(self.session, json.loads(self.rfile.read(length))))
        except (BadRequest, ValueError) as problem:
            self.answer(400, {"error": str(problem)})

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    Handler.session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
    ThreadingHTTPServer(("", int(sys.argv[2])), Handler).serve_forever()
