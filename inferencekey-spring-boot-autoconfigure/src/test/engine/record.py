"""Records exchanges with an OpenAI-compatible server on 127.0.0.1, byte for byte.

For each exchange, <name>.request.http and <name>.response.http are written, each with its
head. Requests say "Host: engine", and so do heads of answers that name an address.
"""

import argparse
import json
import pathlib
import re
import socket

MADRID = [{"role": "user", "content": "What is the weather in Madrid?"}]
CALL = {"id": "call-1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Madrid"}'}}
RESULT = [
    *MADRID,
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "call-1", "content": "sunny, 31 degrees"},
]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Current weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name", "age"],
    "additionalProperties": False,
}


def chat(content="Repeat after me: one, two, three.", **fields):
    messages = content if isinstance(content, list) else [{"role": "user", "content": content}]
    return "chat/completions", {"model": "smollm2", "messages": messages, "temperature": 0, **fields}


def stream(content="Repeat after me: one, two, three.", **fields):
    return chat(content, stream=True, stream_options={"include_usage": True}, **fields)


EXCHANGES = {
    "chat": {
        "chat": chat(max_tokens=20),
        "chat-length": chat(max_tokens=1),
        "chat-stop": chat(max_tokens=20, stop=["two"]),
        "chat-logprobs": chat(max_tokens=2, logprobs=True, top_logprobs=2),
        "chat-emoji": chat("Repeat after me: 🎈🎉", max_tokens=12),
        "stream": stream(max_tokens=20),
        "stream-length": stream(max_tokens=1),
        "stream-without-usage": chat(max_tokens=3, stream=True),
        "stream-logprobs": stream(max_tokens=2, logprobs=True, top_logprobs=2),
        "stream-emoji": stream("Repeat after me: 🎈🎉", max_tokens=12),
        "tool-call": chat(MADRID, max_tokens=60, tools=[WEATHER]),
        "tool-call-stream": stream(MADRID, max_tokens=60, tools=[WEATHER]),
        "tool-call-cut": chat(MADRID, max_tokens=14, tools=[WEATHER]),
        "tool-call-cut-stream": stream(MADRID, max_tokens=14, tools=[WEATHER]),
        "tool-result": chat(RESULT, max_tokens=40, tools=[WEATHER]),
        "json-schema": chat(
            "Give me a person.",
            max_tokens=60,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "person", "strict": True, "schema": PERSON},
            },
        ),
        "error-context": chat("word " * 600, max_tokens=1),
        "error-context-stream": stream("word " * 600, max_tokens=1),
        "error-field": chat(max_tokens=1, top_p="high"),
        "error-n": chat(max_tokens=1, n=2),
        "error-not-json": ("chat/completions", '{"model":'),
        "error-key": chat(),
        "error-route": ("nothing", {}),
        "error-embeddings-off": ("embeddings", {"model": "smollm2", "input": ["a"]}),
        "error-rerank-off": ("rerank", {"model": "smollm2", "query": "a", "documents": ["b"]}),
        "models": ("models", None),
    },
    "embedding": {
        "embeddings": ("embeddings", {"model": "smollm2", "input": ["one", "two"], "encoding_format": "float"}),
        "embeddings-base64": ("embeddings", {"model": "smollm2", "input": ["one", "two"], "encoding_format": "base64"}),
        "embeddings-dimensions": ("embeddings", {"model": "smollm2", "input": ["one"], "dimensions": 64}),
        "error-input-long": ("embeddings", {"model": "smollm2", "input": ["word " * 600]}),
    },
    "rerank": {
        "rerank": ("rerank", {"model": "smollm2", "query": "fruit", "documents": ["a banana", "the moon", "a pear"]}),
        "rerank-top": (
            "rerank",
            {"model": "smollm2", "query": "fruit", "documents": ["a banana", "the moon", "a pear"], "top_n": 2},
        ),
        "error-documents": ("rerank", {"model": "smollm2", "query": "fruit", "documents": []}),
    },
    "loading": {
        "error-loading": chat(),
        "error-loading-stream": stream(),
    },
    "gateway": {
        "chat": chat(max_tokens=20),
        "stream": stream(max_tokens=20),
        "stream-without-usage": chat(max_tokens=3, stream=True),
        "tool-call": chat(MADRID, max_tokens=60, tools=[WEATHER]),
        "tool-call-stream": stream(MADRID, max_tokens=60, tools=[WEATHER]),
        "tool-call-cut-stream": stream(MADRID, max_tokens=14, tools=[WEATHER]),
        "error-context": chat("word " * 600, max_tokens=1),
        "error-context-stream": stream("word " * 600, max_tokens=1),
        "error-not-json": ("chat/completions", '{"model":'),
        "error-key": chat(),
        "error-model": chat(model="unknown"),
        "error-gone": chat(model="gone"),
        "error-gone-stream": stream(model="gone"),
        "error-route": ("nothing", {}),
        "embeddings": ("embeddings", {"model": "embedder", "input": ["one", "two"], "encoding_format": "float"}),
        "embeddings-base64": ("embeddings", {"model": "embedder", "input": ["one", "two"], "encoding_format": "base64"}),
        "error-input-long": ("embeddings", {"model": "embedder", "input": ["word " * 600]}),
    },
}


def exchange(port, request):
    """Send a request and return all that comes until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        received = b""
        while data := connection.recv(65536):
            received += data
    head, end, body = received.partition(b"\r\n\r\n")
    return re.sub(rb"127\.0\.0\.1:\d+", b"engine", head) + end + body


def request(path, body, key):
    method = "GET" if body is None else "POST"
    content = b"" if body is None else (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
    head = [f"{method} /v1/{path} HTTP/1.1", "Host: engine", "Connection: close"]
    if key:
        head.append(f"Authorization: Bearer {key}")
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*head, "", ""]).encode() + content


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=EXCHANGES)
    parser.add_argument("port", type=int)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--key", help="the key that the server asks for")
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    for name, (path, body) in EXCHANGES[options.mode].items():
        sent = request(path, body, "wrong-key" if name == "error-key" else options.key)
        received = exchange(options.port, sent)
        (options.directory / f"{name}.request.http").write_bytes(sent)
        (options.directory / f"{name}.response.http").write_bytes(received)
        print(name, re.match(rb"[^\r]*", received).group().decode(), len(received), "bytes")


if __name__ == "__main__":
    main()
