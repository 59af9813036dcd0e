// The server-sent events of an answer, and what it means when they do not come.

export const BROKEN = 'The connection to the desk broke off. Ask again for all of the answer.';

class Refusal extends Error {

	constructor(status) {
		super(`status ${status}`);
		this.status = status;
	}

}

class Break extends Error {
}

// EventSource cannot POST.
export async function* answer(question, signal) {
	const response = await fetch('api/questions', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
		body: JSON.stringify({ text: question }),
		signal
	});
	if (!response.ok) {
		throw new Refusal(response.status);
	}
	let ended = false;
	try {
		for await (const event of events(response.body)) {
			ended = ended || event.name === 'done' || event.name === 'failure';
			yield event;
		}
	}
	catch (error) {
		throw signal.aborted ? error : new Break('in the middle', { cause: error });
	}
	if (!ended) {
		throw new Break('before the end');
	}
}

async function* events(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) {
			return;
		}
		const blocks = (rest + value).split('\n\n');
		rest = blocks.pop();
		for (const block of blocks) {
			const lines = block.split('\n');
			const field = (name) => lines.filter((line) => line.startsWith(name + ':'))
				.map((line) => line.slice(name.length + 1).replace(/^ /, '')).join('\n');
			if (field('data')) {
				yield { name: field('event'), data: JSON.parse(field('data')) };
			}
		}
	}
}

export function explain(error) {
	if (error.name === 'AbortError') {
		return 'You stopped this answer.';
	}
	if (error instanceof Refusal) {
		const passing = error.status >= 500 || error.status === 429;
		return passing ? `The desk cannot answer right now (${error.status}). Try again in a few minutes.`
			: `The desk refused this question (${error.status}). Put it another way.`;
	}
	if (error instanceof Break) {
		return BROKEN;
	}
	return 'The desk cannot be reached. Check your connection and ask again.';
}
