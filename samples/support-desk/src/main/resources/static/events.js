// Reads the server-sent events of an answer.

export class Rejection extends Error {

	constructor(response) {
		super(`status ${response.status}`);
		this.status = response.status;
		this.retryAfter = Number(response.headers.get('Retry-After'));
	}

}

export class Interruption extends Error {
}

// EventSource does not support POST.
export async function* answer(question, signal) {
	const response = await fetch('api/questions', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
		body: JSON.stringify({ text: question }),
		signal
	});
	if (!response.ok) {
		throw new Rejection(response);
	}
	let ended = false;
	try {
		for await (const event of events(response.body)) {
			ended = ended || event.name === 'done' || event.name === 'failure';
			yield event;
		}
	}
	catch (error) {
		throw signal.aborted ? error : new Interruption('connection lost', { cause: error });
	}
	if (!ended) {
		throw new Interruption('end of stream without a final event');
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
