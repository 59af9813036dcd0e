// Sends questions, shows answers as they are generated, and keeps the conversation when the tab
// is reloaded. Everything from the server is inserted as text, never as markup.

import { answer, explain } from './events.js';
import { follow } from './follow.js';
import { keep, keepNowAndThen, restore } from './store.js';
import { busy, show, update } from './turn.js';

const MAX_LENGTH = 2000; // as on the server

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
		hint('Wait for the current answer to finish, or press Escape to stop it.');
	}
	else if (!text) {
		hint('Enter a question first.');
	}
	else if (text.length > MAX_LENGTH) {
		hint(`Your question has ${text.length} characters. The limit is ${MAX_LENGTH}.`);
	}
	else {
		question.value = '';
		ask(text);
	}
});

// Not maxlength, which silently truncates pasted text.
question.addEventListener('input', () => {
	const long = question.value.trim().length > MAX_LENGTH;
	long ? question.setAttribute('aria-invalid', 'true') : question.removeAttribute('aria-invalid');
	if (!running) {
		say(long ? `Your question is too long. The limit is ${MAX_LENGTH} characters.` : '');
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
	say('Searching the handbook…');
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
		say('Answering…');
	}
	else if (name === 'text') {
		turn.answer += data.text;
	}
	else if (name === 'done') {
		turn.cost = data;
		if (!turn.answer.trim()) {
			turn.failure = 'The answer is empty. Try rephrasing your question.';
		}
	}
	else if (name === 'failure') {
		turn.failure = data.message + (data.reference ? ` (${data.reference})` : '');
	}
}

// Moves the focus to the question only if it would otherwise be lost.
function ready(yes, view) {
	const lost = [document.body, stop].includes(document.activeElement);
	busy(view, !yes);
	send.hidden = !yes;
	stop.hidden = yes;
	if (yes && lost) {
		question.focus({ preventScroll: true });
	}
}

// A screen reader announces changes only, so an invisible space makes a repeated hint a change.
function hint(text) {
	say(status.textContent === text ? text + '\u00a0' : text);
}

// Visible to everybody, or to screen readers only if the conversation shows the text already.
function say(text, shown = false) {
	status.classList.toggle('unseen', shown);
	if (status.textContent !== text) {
		status.textContent = text;
	}
}
