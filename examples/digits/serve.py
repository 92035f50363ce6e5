"""Serves the model of train.py over HTTP, with nothing but Python 3.9 and its standard library.

GET /health answers once the model is loaded. POST /predict takes {"pixels": [64 numbers from 0 to 16, row by row]} and answers
{"digit": 7, "probabilities": [...]}. Listens on the port of the environment variable PORT, or 8080.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from train import BRIGHTEST, SIDE, average, probabilities

MAX_BODY = 64 * 1024


class Model:
    def __init__(self, path):
        model = json.loads(path.read_text(encoding="utf-8"))
        self.weights, self.pool = model["weights"], model["pool"]

    def predict(self, pixels):
        features = average([pixel / BRIGHTEST for pixel in pixels], self.pool) + [1.0]
        found = probabilities(self.weights, features)
        return {"digit": found.index(max(found)), "probabilities": [round(value, 6) for value in found]}


def read_pixels(body):
    request = json.loads(body)
    pixels = request.get("pixels") if isinstance(request, dict) else None
    numbers = isinstance(pixels, list) and all(type(pixel) in (int, float) and 0 <= pixel <= BRIGHTEST for pixel in pixels)
    if not numbers or len(pixels) != SIDE * SIDE:
        raise ValueError(f'send {{"pixels": [...]}} with {SIDE * SIDE} numbers from 0 to {BRIGHTEST}')
    return pixels


class Handler(BaseHTTPRequestHandler):
    model = None

    def do_GET(self):
        self.answer(*((200, {"status": "ok"}) if self.path == "/health" else (404, {"error": "no such path"})))

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if self.path != "/predict" or not 0 < length <= MAX_BODY:
            self.answer(404, {"error": f"POST up to {MAX_BODY} bytes to /predict"})
            return
        try:
            self.answer(200, self.model.predict(read_pixels(self.rfile.read(length))))
        except ValueError as problem:
            self.answer(400, {"error": str(problem)})

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    Handler.model = Model(Path(__file__).resolve().parent / "models/model.json")
    ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
