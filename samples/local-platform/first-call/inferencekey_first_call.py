"""The first-call page with the platform's own client, unchanged.

Reads INFERENCEKEY_BASE_URL, INFERENCEKEY_PROJECT and INFERENCEKEY_API_KEY, which
local-platform.env sets. FOREIGN_API_KEY is a key of another project.
"""

import faulthandler
import os

from inferencekey import ApiError, DataClient, PermissionDenied, ValidationError

# A call that never returns ends the script and says where.
faulthandler.dump_traceback_later(120, exit=True)

QUESTION = "Hola, ¿cómo puedo cancelar mi pedido?"


def expect(exception, text, call):
    try:
        call()
    except exception as failure:
        assert text in str(failure), f"{text} is not in: {failure}"
        print(f"{exception.__name__}: {failure}")
        return
    raise AssertionError(f"no {exception.__name__}")


client = DataClient.from_env()

result = client.endpoint("support-bot").generate_text(prompt=QUESTION, temperature=0.2, max_tokens=300)
print(result.text)
print("model:", result.model, "finish reason:", result.finish_reason)
assert result.text.startswith("Puedes cancelar") and result.finish_reason == "stop"
assert result.raw["usage"]["completion_tokens"] > 0

chunks = list(client.endpoint("support-bot").generate_text_stream(prompt=QUESTION))
print("streamed", len(chunks), "chunks")
assert "".join(chunk.text for chunk in chunks) == result.text
assert chunks[-1].finish_reason == "stop"
assert len(chunks) >= result.raw["usage"]["completion_tokens"]

limited = list(client.endpoint("support-bot").generate_text_stream(prompt=QUESTION, max_tokens=5))
assert limited[-1].finish_reason == "length"

vectors = client.endpoint("embedder").embed(input=["How do I get a refund?", "Where is my parcel?"])
print(len(vectors.embeddings), "vectors of", len(vectors.embeddings[0]), "dimensions by", vectors.model)
assert [len(vector) for vector in vectors.embeddings] == [384, 384]

ranking = client.endpoint("reranker").rerank(
    query="How do I get a refund?",
    documents=["Cats sleep all day.", "You get your money back within five days."],
    top_n=1,
)
print("best document:", ranking.results[0].index, "score", ranking.results[0].relevance_score, "by", ranking.model)
assert [item.index for item in ranking.results] == [1]

wrong = "ik_live_00000000_" + "0" * 64
foreign = os.environ["FOREIGN_API_KEY"]
# This version of the package raises PermissionDenied for a 401 too, whatever the body says.
expect(PermissionDenied, "authentication failed",
       lambda: client.endpoint("support-bot", api_key=wrong).generate_text(prompt="Hi"))
expect(PermissionDenied, "authentication failed",
       lambda: client.endpoint("support-bot", api_key=wrong).generate_text_stream(prompt="Hi"))
expect(PermissionDenied, "project_scope_mismatch",
       lambda: client.endpoint("support-bot", api_key=foreign).generate_text(prompt="Hi"))
expect(ValidationError, "temperature",
       lambda: client.endpoint("support-bot").generate_text(prompt="Hi", temperature=3))
expect(ApiError, "workload_not_found", lambda: client.endpoint("billing").generate_text(prompt="Hi"))
print("inferencekey: every call behaved")
