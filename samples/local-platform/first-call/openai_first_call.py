"""The first-call page with the openai package, unchanged, pointed at one workload.

Reads INFERENCEKEY_BASE_URL and INFERENCEKEY_API_KEY, which local-platform.env sets.
FOREIGN_API_KEY is a key of another project.
"""

import faulthandler
import os

import openai

# A call that never returns ends the script and says where.
faulthandler.dump_traceback_later(120, exit=True)

QUESTION = [{"role": "user", "content": "Hola, ¿cómo puedo cancelar mi pedido?"}]


def workload(slug, api_key=os.environ["INFERENCEKEY_API_KEY"]):
    base_url = f"{os.environ['INFERENCEKEY_BASE_URL']}/endpoint/acme/{slug}/v1"
    return openai.OpenAI(base_url=base_url, api_key=api_key, max_retries=0)


def expect(exception, code, call):
    try:
        call()
    except exception as failure:
        assert failure.code == code, f"{failure.code} is not {code}"
        assert failure.request_id, "no request id"
        print(f"{exception.__name__}: {failure}")
        return
    raise AssertionError(f"no {exception.__name__}")


def ask(client, **options):
    return client.chat.completions.create(model="support-bot", messages=QUESTION, **options)


support_bot = workload("support-bot")

answer = ask(support_bot, temperature=0.2, max_tokens=300)
text = answer.choices[0].message.content
print(text)
print("model:", answer.model, "finish reason:", answer.choices[0].finish_reason, "usage:", answer.usage.total_tokens)
assert text.startswith("Puedes cancelar") and answer.choices[0].finish_reason == "stop"

chunks = list(ask(support_bot, stream=True, stream_options={"include_usage": True}))
print("streamed", len(chunks), "chunks")
assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == text
assert chunks[-1].choices == [] and chunks[-1].usage == answer.usage

assert ask(support_bot, max_completion_tokens=5).choices[0].finish_reason == "length"
assert ask(support_bot, stop=["pedido"]).choices[0].message.content == "Puedes cancelar un "

inputs = ["How do I get a refund?", "Where is my parcel?"]
# The package asks for base64 unless told otherwise.
vectors = workload("embedder").embeddings.create(model="embedder", input=inputs)
floats = workload("embedder").embeddings.create(model="embedder", input=inputs, encoding_format="float")
print(len(vectors.data), "vectors of", len(vectors.data[0].embedding), "dimensions by", vectors.model)
assert [len(item.embedding) for item in vectors.data] == [384, 384]
assert all(abs(a - b) < 1e-6 for a, b in zip(vectors.data[0].embedding, floats.data[0].embedding))

assert [model.id for model in support_bot.models.list()] == ["support-bot"]

expect(openai.AuthenticationError, "invalid_credential",
       lambda: ask(workload("support-bot", "ik_live_00000000_" + "0" * 64)))
expect(openai.PermissionDeniedError, "project_scope_mismatch",
       lambda: ask(workload("support-bot", os.environ["FOREIGN_API_KEY"])))
expect(openai.PermissionDeniedError, "wrong_credential_type",
       lambda: ask(workload("support-bot", os.environ["INFERENCEKEY_SDK_TOKEN"])))
expect(openai.NotFoundError, "workload_not_found", lambda: ask(workload("billing")))
expect(openai.BadRequestError, "invalid_value", lambda: ask(support_bot, temperature=3))
print("openai: every call behaved")
