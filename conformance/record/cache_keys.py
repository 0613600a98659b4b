"""cache-keys.json: the keys under which DSPy keeps completions.

usage: python cache_keys.py <vectors folder>
"""

import http.server
import json
import threading
import warnings

import dspy
from dspy.clients.cache import Cache

from vectors import write


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        message = {"role": "assistant", "content": "x"}
        reply = {"id": "1", "object": "chat.completion", "created": 1, "model": "m",
                 "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
        body = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/v1"

keys = []
original = Cache.cache_key


def record(self, request, ignored_args_for_cache_key=None):
    key = original(self, request, ignored_args_for_cache_key)
    keys.append(key)
    return key


Cache.cache_key = record
dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=True)
warnings.simplefilter("ignore")

USER = [{"role": "user", "content": "Hé?"}]
LONG = [
    {"role": "system", "content": "Line 1\nLine 2\t\"quoted\" \\ / \u2028 \u007f \u0001 <b>"},
    {"role": "user", "content": "猫 🎉"},
    {"role": "assistant", "content": ""},
]
JSON_OBJECT = {"type": "json_object"}
SCHEMA = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"é": [1, 2.5, True, None], "B": {}, "a": []}}}

CASES = [
    ("openai/gemma-3-4b-it", {}, {}, USER),
    ("openai/gemma-3-4b-it", {"temperature": 0.0, "max_tokens": 1000}, {}, USER),
    ("openai/gemma-3-4b-it", {"temperature": 0.7, "max_tokens": 1000}, {"rollout_id": 1}, USER),
    ("openai/gemma-3-4b-it", {"temperature": 1.0}, {"temperature": 0.1, "rollout_id": None}, LONG),
    ("openai/gemma-3-4b-it", {"top_p": 1.0, "seed": 3, "stop": ["a", "b"]}, {}, LONG),
    ("openai/gemma-3-4b-it", {"temperature": 0.0}, {"response_format": JSON_OBJECT}, USER),
    ("openai/gemma-3-4b-it", {"temperature": 0.0}, {"response_format": SCHEMA}, USER),
    ("openai/gpt-5-mini", {"temperature": 1.0, "max_tokens": 16000}, {}, USER),
    ("openai/o3", {}, {}, USER),
]

vectors = []
for model, defaults, call, messages in CASES:
    lm = dspy.LM(model, api_base=url, api_key="none", **defaults)
    keys.clear()
    lm(messages=messages, **call)
    vectors.append({"model": model, "defaults": defaults, "call": call, "messages": messages, "key": keys[0]})

write("cache-keys.json", {"dspy": dspy.__version__, "cases": vectors})
