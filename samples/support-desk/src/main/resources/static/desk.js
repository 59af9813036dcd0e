// Sends questions, shows answers as they are generated, and keeps the conversation when the tab
// is reloaded. Everything from the server is inserted as text, never as markup.

import { explain } from './explain.js';
import { answer } from './events.js';
import { follow } from './follow.js';
import { closeHandOver, handOver } from './handover.js';
import { hint, say } from './status.js';
import { keep, keepNowAndThen, restore } from './store.js';
import { receive, turnOf } from './turn.js';
import { busy, show, update } from './view.js';

const MAX_LENGTH = 2000; // as on the server

const form = document.querySelector('#ask');
const question = document.querySelector('#question');
const send = document.querySelector('#send');
const stop = document.querySelector('#stop');
const conversation = document.querySelector('#conversation');
const welcome = document.querySelector('#welcome');
const clear = document.querySelector('#clear');
const undo = document.querySelector('#undo');
const person = document.querySelector('#person');
const details = document.querySelector('#details');

let turns = [];
let cleared = [];
let running = null;

put(restore());

form.addEventListener('submit', (event) => {
	event.preventDefault();
	const text = question.value.trim();
	if (running) {
		hint('Wait for the current answer to finish, or press Escape to stop it.');
	}
	else if (!text) {
		refuse('Enter a question first.');
	}
	else if (text.length > MAX_LENGTH) {
		refuse(`Your question has ${text.length} characters. The limit is ${MAX_LENGTH}.`);
	}
	else {
		question.value = '';
		ask(turnOf(text));
	}
});

function refuse(reason) {
	question.setAttribute('aria-invalid', 'true');
	question.focus();
	hint(reason);
}

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
	const example = event.target.closest('button');
	if (example && !running) {
		ask(turnOf(example.textContent.trim()));
	}
});

conversation.addEventListener('click', (event) => {
	if (event.target.closest('.retry') && !running) {
		const view = event.target.closest('.turn');
		const [failed] = turns.splice([...conversation.children].indexOf(view), 1);
		view.remove();
		ask(turnOf(failed.question));
	}
});

person.addEventListener('click', () => handOver(turns));

clear.addEventListener('click', () => {
	running?.abort();
	cleared = turns;
	put([]);
	say('The conversation is cleared.');
	undo.hidden = false;
	question.focus();
});

undo.addEventListener('click', () => {
	put(cleared);
	say('The conversation is back.');
	question.focus();
});

details.addEventListener('click', () => showDetails(details.getAttribute('aria-checked') !== 'true'));

function showDetails(yes) {
	details.setAttribute('aria-checked', String(yes));
	document.body.classList.toggle('detailed', yes);
}

addEventListener('pagehide', () => keep(turns));

// Replaces the conversation.
function put(others) {
	turns = others;
	keep(turns);
	closeHandOver();
	conversation.replaceChildren();
	const views = turns.map(show);
	offer();
	if (views.length) {
		follow(views.at(-1)).end();
	}
}

function offer() {
	welcome.hidden = turns.length > 0;
	clear.hidden = person.hidden = turns.length === 0;
	person.classList.toggle('advised', turns.at(-1)?.outcome?.known === false);
	undo.hidden = true;
}

async function ask(turn) {
	const own = turns;
	own.push(turn);
	keep(own);
	closeHandOver();
	offer();
	const view = show(turn);
	const following = follow(view);
	const abort = running = new AbortController();
	ready(false, view);
	question.removeAttribute('aria-invalid');
	say('Looking in the handbook…', true);
	try {
		for await (const { name, data } of answer(turn.question, abort.signal)) {
			const news = receive(turn, name, data);
			update(view, turn);
			if (news) {
				say(news, true);
			}
			keepNowAndThen(turns);
		}
	}
	catch (error) {
		Object.assign(turn, explain(error));
	}
	running = running === abort ? null : running;
	turn.steps = turn.steps.map((step) => step.state === 'WAITING' ? { ...step, state: 'EXPIRED' } : step);
	ready(true, view);
	update(view, turn);
	following.end();
	if (own === turns) {
		offer();
		say(turn.failure ?? 'The answer is complete.', true);
		keep(turns);
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
