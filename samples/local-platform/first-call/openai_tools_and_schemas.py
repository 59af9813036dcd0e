"""Tools, structured output and the streaming helpers of the openai package, unchanged.

Reads INFERENCEKEY_BASE_URL and INFERENCEKEY_API_KEY, which local-platform.env sets.
"""

import faulthandler
import json
import os
from enum import Enum
from typing import Optional

import openai
from pydantic import BaseModel, Field

# A call that never returns ends the script and says where.
faulthandler.dump_traceback_later(120, exit=True)

support_bot = openai.OpenAI(
    base_url=f"{os.environ['INFERENCEKEY_BASE_URL']}/endpoint/acme/support-bot/v1",
    api_key=os.environ["INFERENCEKEY_API_KEY"],
    max_retries=0,
).chat.completions


class Topic(str, Enum):
    DELIVERY = "delivery"
    REFUND = "refund"


class Reference(BaseModel):
    quote: str
    page: Optional[int]


class Advice(BaseModel):
    topic: Topic
    answer: str
    working_days: int = Field(description="working days until the refund")
    sentences: list[str]
    reference: Reference
    discount_code: Optional[int]


class GetWeather(BaseModel):
    """Get the current weather for a city"""

    city: str


REFUND = [{"role": "user", "content": "How do I get a refund?"}]
WEATHER = [{"role": "user", "content": "What is the weather in Madrid and Paris?"}]
TOOLS = [openai.pydantic_function_tool(GetWeather)]

# Structured output: parsed whole, and parsed from a stream.
advice = support_bot.parse(model="support-bot", messages=REFUND, response_format=Advice).choices[0].message.parsed
print(advice)
assert advice.topic is Topic.REFUND and advice.working_days == 5 and advice.answer.startswith("We refund")
assert len(advice.sentences) > 1 and advice.reference.quote
assert advice.reference.page is None and advice.discount_code is None

with support_bot.stream(model="support-bot", messages=REFUND, response_format=Advice) as stream:
    deltas = [event.delta for event in stream if event.type == "content.delta"]
    assert stream.get_final_completion().choices[0].message.parsed == advice
print("parsed from", len(deltas), "pieces")
assert len(deltas) > 10

# Tools: two calls at once, their results sent back, and an answer from them.
message = support_bot.parse(model="support-bot", messages=WEATHER, tools=TOOLS).choices[0].message
cities = [call.function.parsed_arguments.city for call in message.tool_calls]
print("calls for", cities)
assert cities == ["Madrid", "Paris"] and message.content is None
results = [
    {"role": "tool", "tool_call_id": call.id, "content": f"{city}: 21 degrees"}
    for call, city in zip(message.tool_calls, cities)
]
answer = support_bot.create(model="support-bot", messages=[*WEATHER, message, *results], tools=TOOLS).choices[0]
print(answer.message.content)
assert "Madrid: 21 degrees" in answer.message.content and answer.finish_reason == "stop"

with support_bot.stream(model="support-bot", messages=WEATHER, tools=TOOLS, parallel_tool_calls=False,
                        stream_options={"include_usage": True}) as stream:
    events = list(stream)
    final = stream.get_final_completion()
pieces = [event for event in events if event.type == "tool_calls.function.arguments.delta"]
done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
print("one call from", len(pieces), "pieces:", done[0].arguments)
assert len(pieces) > 2 and len(done) == 1 and done[0].parsed_arguments.city == "Madrid"
assert final.choices[0].finish_reason == "tool_calls" and final.usage.completion_tokens > 0

forced = support_bot.create(model="support-bot", messages=REFUND, tools=TOOLS, tool_choice="required")
assert json.loads(forced.choices[0].message.tool_calls[0].function.arguments)["city"]
none = support_bot.create(model="support-bot", messages=WEATHER, tools=TOOLS, tool_choice="none")
assert none.choices[0].message.tool_calls is None

parts = [{"role": "user", "content": [{"type": "text", "text": "How do I"}, {"type": "text", "text": "get a refund?"}]}]
assert support_bot.create(model="support-bot", messages=parts).choices[0].message.content.startswith("We refund")

image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
# What it does not do is refused, never ignored.
for refused in ({"n": 2}, {"logprobs": True}, {"reasoning_effort": "high"}, {"model": "gpt-4o"},
                {"messages": [{"role": "user", "content": [image]}]}):
    try:
        support_bot.create(**{"model": "support-bot", "messages": REFUND} | refused)
    except openai.BadRequestError as failure:
        print("BadRequestError:", failure)
    else:
        raise AssertionError(f"not refused: {refused}")
print("openai: every tool and schema behaved")
