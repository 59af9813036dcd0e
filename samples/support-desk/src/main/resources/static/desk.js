// Asks, shows the answer as it comes, and keeps the conversation for a reload of the tab.
// Whatever comes from the server is set as text, never as markup.

import { answer } from './events.js';
import { follow } from './follow.js';
import { keep, restore } from './store.js';
import { busy, show, update } from './turn.js';

const form = document.querySelector('#ask');
const question = document.querySelector('#question');
const send = document.querySelector('#send');
const stop = document.querySelector('#stop');
const status = document.querySelector('#status');

const turns = restore();
let running = null;

const views = turns.map(show);
if (views.length) {
	follow(views.at(-1)).end();
}

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
	const following = follow(view);
	running = new AbortController();
	ready(false, view);
	status.textContent = 'Looking through the handbook …';
	try {
		for await (const { name, data } of answer(text, running.signal)) {
			receive(turn, name, data);
			update(view, turn);
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
		ready(true, view);
		following.end();
		keep(turns);
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

// Where the person is stays as it is; only who would be nowhere gets back to the question.
function ready(yes, view) {
	const nowhere = [document.body, stop].includes(document.activeElement);
	busy(view, !yes);
	send.hidden = !yes;
	stop.hidden = yes;
	if (yes && nowhere) {
		question.focus({ preventScroll: true });
	}
}
