"""Serves a GGUF model with llama.cpp's server on 127.0.0.1, until standard input closes.

Prints "ready <url>" once the model is loaded. The port is open before that, and answers
503 "Loading model".
"""

import argparse
import pathlib
import sys

import xllamacpp

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("mode", choices=["chat", "embedding", "rerank"])
parser.add_argument("--model", required=True, help="path of the GGUF file")
parser.add_argument("--port", type=int, default=0, help="0 for any free port")
parser.add_argument("--slots", type=int, default=1, help="calls served at the same time")
parser.add_argument("--context", type=int, default=1024, help="tokens of context of each slot")
parser.add_argument("--api-key", help="the key to ask for, by default none")
options = parser.parse_args()

params = xllamacpp.CommonParams()
params.model.path = options.model
params.model_alias = {"smollm2"}
params.hostnames = ["127.0.0.1"]
params.port = options.port
params.n_parallel = options.slots
params.n_ctx = options.context * options.slots
# Two threads that share a core with other work wait for each other most of the time.
params.cpuparams.n_threads = 1
params.use_jinja = True
# The model's own template knows no tools.
params.chat_template = pathlib.Path(__file__).with_name("tools.jinja").read_text()
params.offline = True
if options.api_key:
    params.api_keys = [options.api_key]
pooling = {
    "embedding": xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN,
    "rerank": xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_RANK,
}
if options.mode in pooling:
    params.embedding = True
    params.pooling_type = pooling[options.mode]

# Loads the model, and holds Python's lock while it does.
server = xllamacpp.Server(params)
print("ready", server.listening_address, flush=True)
sys.stdin.read()
