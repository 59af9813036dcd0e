// Tools, structured output and the streaming helpers of the openai package for Node, unchanged.
// Reads INFERENCEKEY_BASE_URL and INFERENCEKEY_API_KEY, which local-platform.env sets.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

// A call that never returns ends the script.
setTimeout(() => {
	console.error("a call did not return");
	process.exit(1);
}, 120_000).unref();

const openai = new OpenAI({
	baseURL: `${process.env.INFERENCEKEY_BASE_URL}/endpoint/acme/support-bot/v1`,
	apiKey: process.env.INFERENCEKEY_API_KEY,
	maxRetries: 0,
});
const completions = openai.chat.completions;
const refund = [{ role: "user", content: "How do I get a refund?" }];
const weather = [{ role: "user", content: "What is the weather in Madrid and Paris?" }];

// Structured output: parsed whole, and parsed from a stream.
const format = zodResponseFormat(
	z.object({
		topic: z.enum(["delivery", "refund"]),
		answer: z.string(),
		workingDays: z.int().describe("working days until the refund"),
		sentences: z.array(z.string()),
		reference: z.object({ quote: z.string(), page: z.number().nullable() }),
		discountCode: z.number().nullable(),
	}),
	"advice",
);
const parsed = await completions.parse({ model: "support-bot", messages: refund, response_format: format });
const advice = parsed.choices[0].message.parsed;
console.log(advice);
assert.equal(advice.topic, "refund");
assert.equal(advice.workingDays, 5);
assert.match(advice.answer, /^We refund/);

let pieces = 0;
const stream = completions
	.stream({ model: "support-bot", messages: refund, response_format: format, stream_options: { include_usage: true } })
	.on("content.delta", () => pieces++);
const streamed = await stream.finalChatCompletion();
console.log("parsed from", pieces, "pieces");
assert.deepEqual(streamed.choices[0].message.parsed, advice);
assert.ok(pieces > 10);
assert.ok((await stream.totalUsage()).completion_tokens > 0);

// Tools: the helper runs them and sends their results back, whole and streamed.
for (const streaming of [false, true]) {
	const asked = [];
	const tool = zodFunction({
		name: "get_weather",
		description: "Get the current weather for a city",
		parameters: z.object({ city: z.string() }),
		function: ({ city }) => {
			asked.push(city);
			return `${city}: 21 degrees`;
		},
	});
	const runner = completions.runTools({ model: "support-bot", messages: [...weather], tools: [tool], stream: streaming });
	const answer = await runner.finalContent();
	console.log("tools ran for", asked, "and the answer is", JSON.stringify(answer));
	assert.deepEqual(asked, ["Madrid", "Paris"]);
	assert.match(answer, /Madrid: 21 degrees[^]*Paris: 21 degrees/);
}

await assert.rejects(completions.create({ model: "support-bot", messages: refund, n: 2 }), OpenAI.BadRequestError);
console.log("openai for Node: every tool and schema behaved");
