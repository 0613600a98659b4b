"""An OpenAI-shaped server whose replies are the rules of a scenario; it keeps every request it got.

    python server.py SCENARIO.json        prints its URL, then serves until it is stopped

POST <url>/chat/completions answers by the first rule that matches; GET <url>/log gives all exchanges so far.
"""

import json
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scenario import read_scenario

QUESTION_HEADER = "[[ ## question ## ]]\n"
REMINDERS = {
    "chat": "\n\nRespond with the corresponding output fields",
    "json": "\n\nRespond with a JSON object",
}
REASONING = "The passages settle it."


def main(scenario_path):
    scenario = read_scenario(scenario_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(scenario))
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    server.serve_forever()


def handler_for(scenario):
    log = []
    attempts = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._send(200, log)

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = answer(scenario, body, attempts)
            log.append({"request": body, "reply": reply})
            self._send(reply["status"], response_body(body, reply))

        def _send(self, status, value):
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    return Handler


def answer(scenario, body, attempts):
    """The reply of the first rule that matches this request; a request nobody foresaw is an error of the scenario."""
    question, adapter = read_prompt(body["messages"][-1]["content"])
    row = next(row for row in [*scenario["train"], *scenario["dev"]] if row["question"].strip() == question)
    attempts[(row["id"], adapter)] += 1
    facts = {
        "question": row["id"],
        "adapter": adapter,
        "attempt": attempts[(row["id"], adapter)],
        "temperature": body.get("temperature"),
        "model": body["model"],
    }
    rule = next(rule for rule in scenario["replies"] if matches(rule.get("when", {}), facts))
    return complete(rule["reply"], row, adapter)


def read_prompt(content):
    """The question of the last user message, and the adapter that wrote it. A marker inside a passage comes earlier."""
    adapter = "chat" if REMINDERS["chat"] in content else "json"
    end = content.rindex(REMINDERS[adapter])
    start = content.rindex(QUESTION_HEADER, 0, end) + len(QUESTION_HEADER)
    return content[start:end].strip(), adapter


def matches(when, facts):
    return all(facts[key] in value if isinstance(value, list) else facts[key] == value for key, value in when.items())


def complete(reply, row, adapter):
    """A rule's reply with everything it leaves out: a status, and the text when it only gives an answer."""
    text = reply["text"] if "text" in reply else well_formed(reply, row, adapter)
    return {"status": reply.get("status", 200), "text": text, "finish_reason": reply.get("finish_reason", "stop")}


def well_formed(reply, row, adapter):
    if "status" in reply:
        return None
    given = row["answer"] if reply.get("right") else reply["answer"]
    reasoning = reply.get("reasoning", REASONING)
    if adapter == "json":
        return json.dumps({"reasoning": reasoning, "answer": given}, ensure_ascii=False)
    return f"[[ ## reasoning ## ]]\n{reasoning}\n\n[[ ## answer ## ]]\n{given}\n\n[[ ## completed ## ]]"


def response_body(body, reply):
    if reply["status"] != 200:
        return {"error": {"message": "scripted failure", "type": "server_error", "param": None, "code": None}}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": reply["text"]},
                "finish_reason": reply["finish_reason"],
            }
        ],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


if __name__ == "__main__":
    main(sys.argv[1])
