// Asks, shows the answer as it comes, and keeps the conversation for a reload of the tab.
// Whatever comes from the server is set as text, never as markup.

import { answer, explain } from './events.js';
import { follow } from './follow.js';
import { keep, keepNowAndThen, restore } from './store.js';
import { busy, show, update } from './turn.js';

const LONGEST = 2000; // what the server takes

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
	if (running) {
		hint('An answer is under way. Stop it with Escape, or ask when it is complete.');
	}
	else if (!text) {
		hint('Write a question first.');
	}
	else if (text.length > LONGEST) {
		hint(`This question has ${text.length} characters, ${LONGEST} are the most. Shorten it and ask again.`);
	}
	else {
		question.value = '';
		ask(text);
	}
});

// No maxlength: it cuts what is pasted without a word.
question.addEventListener('input', () => {
	const long = question.value.trim().length > LONGEST;
	long ? question.setAttribute('aria-invalid', 'true') : question.removeAttribute('aria-invalid');
	if (!running) {
		say(long ? `Too long: a question has ${LONGEST} characters at most.` : '');
	}
});

question.addEventListener('keydown', (event) => {
	if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		form.requestSubmit();
	}
});

document.addEventListener('keydown', (event) => {
	if (event.key === 'Escape' && !event.isComposing) {
		running?.abort();
	}
});

stop.addEventListener('click', () => running?.abort());

document.querySelector('#examples').addEventListener('click', (event) => {
	if (event.target.matches('button') && !running) {
		ask(event.target.textContent);
	}
});

addEventListener('pagehide', () => keep(turns));

async function ask(text) {
	const turn = { question: text, answer: '', sources: null, ranked: true, cost: null, failure: null };
	turns.push(turn);
	keep(turns);
	const view = show(turn);
	const following = follow(view);
	running = new AbortController();
	ready(false, view);
	say('Looking through the handbook …');
	try {
		for await (const { name, data } of answer(text, running.signal)) {
			receive(turn, name, data);
			update(view, turn);
			keepNowAndThen(turns);
		}
	}
	catch (error) {
		turn.failure = explain(error);
		update(view, turn);
	}
	finally {
		running = null;
		ready(true, view);
		say(turn.failure ?? 'The answer is complete.', turn.failure !== null);
		following.end();
		keep(turns);
	}
}

function receive(turn, name, data) {
	if (name === 'sources') {
		turn.sources = data.sources.map(({ passage, score }) => ({ ...passage, score }));
		turn.ranked = data.ranked;
		say('Writing …');
	}
	else if (name === 'text') {
		turn.answer += data.text;
	}
	else if (name === 'done') {
		turn.cost = data;
		if (!turn.answer.trim()) {
			turn.failure = 'The workload gave an empty answer. Put the question another way.';
		}
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

// A screen reader speaks what changes: with a blank that nobody sees, also the second time.
function hint(text) {
	say(status.textContent === text ? text + '\u00a0' : text);
}

// To all, or only to those who listen when it stands in the conversation already.
function say(text, shown = false) {
	status.classList.toggle('unseen', shown);
	if (status.textContent !== text) {
		status.textContent = text;
	}
}
