// Asks, shows the answer as it comes, and keeps the conversation for a reload of the tab.
// Whatever comes from the server is set as text, never as markup.

const form = document.querySelector('#ask');
const question = document.querySelector('#question');
const send = document.querySelector('#send');
const stop = document.querySelector('#stop');
const status = document.querySelector('#status');
const conversation = document.querySelector('#conversation');
const welcome = document.querySelector('#welcome');
const template = document.querySelector('#turn');

const STORE = 'conversation';
const turns = restore();
let running = null;

turns.forEach(show);

form.addEventListener('submit', (event) => {
	event.preventDefault();
	const text = question.value.trim();
	if (text && !running) {
		question.value = '';
		ask(text);
	}
});

question.addEventListener('keydown', (event) => {
	if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		form.requestSubmit();
	}
});

document.addEventListener('keydown', (event) => {
	if (event.key === 'Escape') {
		running?.abort();
	}
});

stop.addEventListener('click', () => running?.abort());

document.querySelector('#examples').addEventListener('click', (event) => {
	if (event.target.matches('button') && !running) {
		ask(event.target.textContent);
	}
});

async function ask(text) {
	const turn = { question: text, answer: '', sources: null, ranked: true, cost: null, failure: null };
	turns.push(turn);
	const view = show(turn);
	running = new AbortController();
	busy(true, view);
	status.textContent = 'Looking through the handbook …';
	try {
		const response = await fetch('api/questions', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
			body: JSON.stringify({ text }),
			signal: running.signal
		});
		if (!response.ok) {
			throw new Error(response.status);
		}
		let ended = false;
		for await (const { name, data } of events(response.body)) {
			ended = ended || name === 'done' || name === 'failure';
			receive(turn, name, data);
			update(view, turn);
		}
		if (!ended) {
			throw new Error('cut');
		}
		status.textContent = turn.failure ? 'No answer, or not all of it.' : 'The answer is complete.';
	}
	catch (error) {
		turn.failure = error.name === 'AbortError' ? 'You stopped this answer.'
			: 'The desk cannot be reached. Check your connection and ask again.';
		status.textContent = turn.failure;
		update(view, turn);
	}
	finally {
		running = null;
		busy(false, view);
		keep();
		question.focus();
	}
}

function receive(turn, name, data) {
	if (name === 'sources') {
		turn.sources = data.sources.map(({ passage, score }) => ({ ...passage, score }));
		turn.ranked = data.ranked;
		status.textContent = 'Writing …';
	}
	else if (name === 'text') {
		turn.answer += data.text;
	}
	else if (name === 'done') {
		turn.cost = data;
	}
	else if (name === 'failure') {
		turn.failure = data.message + (data.reference ? ` (${data.reference})` : '');
	}
}

// Server-sent events of a response to a POST, which EventSource cannot ask for.
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

function show(turn) {
	welcome.hidden = true;
	const view = template.content.firstElementChild.cloneNode(true);
	conversation.append(view);
	view.querySelector('.asked').textContent = turn.question;
	update(view, turn);
	view.scrollIntoView({ block: 'start' });
	return view;
}

function update(view, turn) {
	view.querySelector('.answer').textContent = turn.answer;
	const failure = view.querySelector('.failure');
	failure.hidden = !turn.failure;
	failure.textContent = turn.failure ?? '';
	const cost = view.querySelector('.cost');
	cost.hidden = !turn.cost;
	cost.textContent = turn.cost ? price(turn.cost) : '';
	const sources = view.querySelector('.sources');
	if (turn.sources && sources.hidden) {
		sources.hidden = false;
		sources.querySelector('summary').textContent = `${turn.sources.length} passages of the handbook`;
		sources.querySelector('.rough').hidden = turn.ranked;
		sources.querySelector('ol').append(...turn.sources.map(passage));
	}
}

function passage({ title, text, score }) {
	const item = document.createElement('li');
	const add = (tag, content, kind) => {
		const element = document.createElement(tag);
		element.textContent = content;
		element.className = kind ?? '';
		item.append(element);
	};
	add('strong', title);
	add('span', text);
	if (score !== null) {
		add('span', `relevance ${score.toFixed(2)}`, 'score');
	}
	return item;
}

function price({ model, inputTokens, outputTokens, money, millis, finishReason }) {
	const parts = [];
	if (inputTokens !== null) {
		parts.push(`${inputTokens} tokens in, ${outputTokens} out`);
	}
	if (money) {
		parts.push(money);
	}
	parts.push(`${(millis / 1000).toFixed(1)} s`);
	if (model) {
		parts.push(model);
	}
	if (finishReason === 'length') {
		parts.push('cut at the longest length allowed');
	}
	return parts.join(' · ');
}

// A screen reader hears a whole answer once, not each of its pieces.
function busy(yes, view) {
	const answer = view.querySelector('.answer');
	answer.setAttribute('aria-busy', String(yes));
	if (yes) {
		answer.setAttribute('aria-live', 'polite');
	}
	send.hidden = yes;
	stop.hidden = !yes;
}

function keep() {
	try {
		sessionStorage.setItem(STORE, JSON.stringify(turns.slice(-20)));
	}
	catch (error) {
		console.warn('The conversation cannot be kept for a reload', error);
	}
}

function restore() {
	try {
		return JSON.parse(sessionStorage.getItem(STORE)) ?? [];
	}
	catch (error) {
		console.warn('The conversation before this reload cannot be read', error);
		return [];
	}
}
